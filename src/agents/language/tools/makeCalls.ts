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

/** A fault that is the model's to mend. */
class CallFault extends Error {
  readonly fault: ToolFault;
  constructor(fault: ToolFault, message: string) {
    super(message);
    this.fault = fault;
  }
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
  const made: MadeCall[] = [];
  for (const { name, arguments: given } of wanted) {
    const told = { tool: cut(name, LONGEST.name), arguments: bounded(given) };
    const number = before + made.length + 1;
    try {
      const tool = tools.get(name);
      if (!tool)
        throw new CallFault(
          "unknown",
          `there is no tool ${shown(name)}${suggest(name.slice(0, LONGEST.name), [...tools.keys()])}`,
        );
      const { signal } = context;
      const result = await tool.run({ arguments: argumentsOf(given, tool), view, number, signal });
      made.push({ ...told, result: cut(wordsOf(result), tool.most) });
    } catch (thrown) {
      if (context.signal?.aborted)
        throw new AgentFault("timeout", "the run ended a call of a tool", { cause: thrown });
      if (thrown instanceof AgentFault && thrown.kind === "stop") throw thrown;
      const fault = thrown instanceof CallFault ? thrown.fault : "failed";
      made.push({ ...told, error: cut(messageOf(thrown), LONGEST.error), fault });
    }
  }
  return made;
}

/** The arguments as a tool gets them: those that it wants, each of its kind, and no others. */
function argumentsOf(given: unknown, { name, arguments: wanted }: OpenTool): ToolArguments {
  if (!isMapping(given))
    throw new CallFault("arguments", `the arguments of ${name} must be a JSON object, got ${shown(given)}`);
  if (JSON.stringify(given).length > LONGEST.arguments)
    throw new CallFault(
      "arguments",
      `the arguments of ${name} have more than ${LONGEST.arguments} characters`,
    );
  const names = wanted.map((one) => one.name);
  const unknown = Object.keys(given).find((key) => !names.includes(key));
  if (unknown !== undefined)
    throw new CallFault(
      "arguments",
      `${name} has no argument ${shown(unknown)}${suggest(unknown.slice(0, LONGEST.name), names)}`,
    );
  return Object.fromEntries(
    wanted.map((argument) => {
      const value = Object.hasOwn(given, argument.name) ? given[argument.name] : undefined;
      const flaw = judgeAnswer(value, argument);
      if (flaw !== undefined)
        throw new CallFault(
          "arguments",
          flaw.replace("the answer", `the argument ${argument.name} of ${name}`),
        );
      return [argument.name, value as string | number];
    }),
  );
}

/** What a model gave, as a journal keeps it: a mapping that is not too long, or the beginning of its text. */
function bounded(given: unknown): Json {
  const text = typeof given === "string" ? given : (JSON.stringify(given) ?? "");
  return isMapping(given) && text.length <= LONGEST.arguments
    ? (given as Json)
    : cut(text, LONGEST.arguments);
}

const wordsOf = (result: Json): string => (typeof result === "string" ? result : JSON.stringify(result));
const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

const isMapping = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === "object" && given !== null && !Array.isArray(given);
