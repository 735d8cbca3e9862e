import type { Json } from "../../../core/canonicalJson.ts";
import { cut } from "../../../core/cut.ts";
import { shown } from "../../../core/shown.ts";
import { suggest } from "../../../core/suggest.ts";
import { judgeAnswer } from "../../../survey/judgeAnswer.ts";
import type { AskContext, View } from "../../Agent.ts";
import { AgentFault } from "../../AgentFault.ts";
import type { WantedCall } from "../LanguageModel.ts";
import type { RunTool, Tool, ToolArguments } from "./Tool.ts";
import type { MadeCall, ToolFault } from "./toolStep.ts";

/** Characters of the name that a model gives, of its arguments, and of what it is told about a fault. */
const LONGEST = { name: 64, arguments: 4000, error: 500 };

/** A tool that can be called. */
export type OpenTool = Pick<Tool, "name" | "arguments" | "most"> & { readonly run: RunTool };

/** Whose turn it is, and how many calls it has made before. */
interface Turn {
  readonly view: View;
  readonly before: number;
  readonly context: AskContext;
}

/** Why a call cannot be made. */
interface Flaw {
  readonly fault: ToolFault;
  readonly error: string;
}

/**
 * Makes the calls of a reply, one after the other. Names and arguments come from a model, and so from anybody whom it heard: a name is looked up
 * among the tools and nothing else, arguments are checked against what the tool wants, and every text that comes of it is cut. A call that cannot be made, or
 * that fails, has an error in the place of a result.
 *
 * @throws AgentFault `stop` from a tool that cannot work at all, `timeout` when the run ends meanwhile.
 */
export async function makeCalls(
  wanted: readonly WantedCall[],
  tools: ReadonlyMap<string, OpenTool>,
  { view, before, context }: Turn,
): Promise<MadeCall[]> {
  const { signal } = context;
  const made: MadeCall[] = [];
  for (const call of wanted) {
    const told = { tool: cut(call.name, LONGEST.name), arguments: bounded(call.arguments) };
    const found = askedOf(call, tools);
    if ("fault" in found) {
      made.push({ ...told, ...found, error: cut(found.error, LONGEST.error) });
      continue;
    }
    const { tool, given } = found;
    try {
      const result = await tool.run({ arguments: given, view, number: before + made.length + 1, signal });
      made.push({ ...told, result: cut(wordsOf(result), tool.most) });
    } catch (thrown) {
      if (signal?.aborted)
        throw new AgentFault("timeout", "the run ended a call of a tool", { cause: thrown });
      if (thrown instanceof AgentFault && thrown.kind === "stop") throw thrown;
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      made.push({ ...told, error: cut(why, LONGEST.error), fault: "failed" });
    }
  }
  return made;
}

/** The tool that a call names and its arguments as that gets them: those that it wants, each of its kind, and no others. */
function askedOf(
  { name, arguments: given }: WantedCall,
  tools: ReadonlyMap<string, OpenTool>,
): { readonly tool: OpenTool; readonly given: ToolArguments } | Flaw {
  const tool = tools.get(name);
  if (!tool) {
    const near = suggest(name.slice(0, LONGEST.name), [...tools.keys()]);
    return { fault: "unknown", error: `there is no tool ${shown(name)}${near}` };
  }
  const flaw = flawOf(given, tool);
  if (flaw !== undefined) return { fault: "arguments", error: flaw };
  const all = given as ToolArguments;
  return { tool, given: Object.fromEntries(tool.arguments.map((one) => [one.name, all[one.name]!])) };
}

/** Why arguments are not those that a tool wants; undefined when they are. */
function flawOf(given: unknown, { name, arguments: wanted }: OpenTool): string | undefined {
  if (textOf(given).length > LONGEST.arguments)
    return `the arguments of ${name} have more than ${LONGEST.arguments} characters`;
  if (!isMapping(given)) return `the arguments of ${name} must be a JSON object, got ${shown(given)}`;
  const names = wanted.map((one) => one.name);
  const unknown = Object.keys(given).find((key) => !names.includes(key));
  if (unknown !== undefined)
    return `${name} has no argument ${shown(unknown)}${suggest(unknown.slice(0, LONGEST.name), names)}`;
  for (const argument of wanted) {
    const value = Object.hasOwn(given, argument.name) ? given[argument.name] : undefined;
    const flaw = judgeAnswer(value, argument);
    if (flaw !== undefined) return flaw.replace("the answer", `the argument ${argument.name} of ${name}`);
  }
  return undefined;
}

/** What a model gave, as a journal keeps it: a flat mapping that is not too long, as all good arguments are, or the beginning of its text. */
function bounded(given: unknown): Json {
  const text = textOf(given);
  const flat =
    isMapping(given) && Object.values(given).every((one) => typeof one !== "object" || one === null);
  return flat && text.length <= LONGEST.arguments ? (given as Json) : cut(text, LONGEST.arguments);
}

/** As JSON; what is too deep to be written has no text that anybody needs. */
function textOf(given: unknown): string {
  if (typeof given === "string") return given;
  try {
    return JSON.stringify(given) ?? "";
  } catch {
    return "(too deep)".padEnd(LONGEST.arguments + 1);
  }
}

const wordsOf = (result: Json): string => (typeof result === "string" ? result : JSON.stringify(result));

const isMapping = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === "object" && given !== null && !Array.isArray(given);
