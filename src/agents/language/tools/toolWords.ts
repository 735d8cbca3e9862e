import { partWords } from "../answerWords.ts";
import { jsonIn } from "../jsonIn.ts";
import type { AnswerJsonSchema, WantedCall } from "../LanguageModel.ts";
import { withoutThought } from "../withoutThought.ts";
import type { Tool } from "./Tool.ts";
import type { ToolArgument } from "./toolSettings.ts";

/** The key by which a reply in words is known to call a tool. */
export const TOOL_KEY = "tool";

/** Longer replies call nothing. */
const LONGEST = 50_000;

/** What a model is told of its tools where it calls them in words. */
export function toolWords(tools: readonly Tool[], most: number): string {
  const lines = tools.map(({ name, description, arguments: wanted }) => {
    const each = wanted.map((one) => `"${one.name}" (${argumentWords(one)})`).join(", ");
    return `- ${name}: ${description} Arguments: ${wanted.length === 0 ? "none" : each}.`;
  });
  const how = `{"${TOOL_KEY}": "name", "arguments": {…}}`;
  return `Before you answer you may call tools, ${most} times at most. To call one, reply with nothing but ${how}; what it brings comes in the next message. The tools:\n${lines.join("\n")}`;
}

/** The call in a reply in words; undefined where it calls nothing. JSON among other words counts too; it is parsed, never evaluated. */
export function callInWords(text: string): WantedCall | undefined {
  if (text.length > LONGEST || !text.includes(`"${TOOL_KEY}"`)) return undefined;
  const [found] = jsonIn(withoutThought(text), true);
  if (typeof found !== "object" || found === null || Array.isArray(found)) return undefined;
  const { [TOOL_KEY]: name, arguments: given = {} } = found as Readonly<Record<string, unknown>>;
  return typeof name === "string" ? { name, arguments: given } : undefined;
}

/** The JSON Schema of the arguments of a tool. */
export function argumentsSchema(wanted: readonly ToolArgument[]): AnswerJsonSchema {
  return {
    type: "object",
    properties: Object.fromEntries(
      wanted.map((one) => [one.name, { ...typeOf(one), description: argumentWords(one) }]),
    ),
    required: wanted.map(({ name }) => name),
    additionalProperties: false,
  };
}

function typeOf(one: ToolArgument): AnswerJsonSchema {
  if (one.kind === "choice") return { type: "string", enum: [...one.options] };
  if (one.kind === "text") return { type: "string" };
  return { type: one.whole ? "integer" : "number", minimum: one.from, maximum: one.to };
}

function argumentWords(one: ToolArgument): string {
  const what =
    one.kind === "choice"
      ? `one of ${one.options.map((option) => JSON.stringify(option)).join(", ")}`
      : partWords(
          one.kind === "text" ? { ...one, most: one.most ?? 280 } : { ...one, whole: one.whole ?? false },
        );
  return one.description === undefined ? what : `${one.description}; ${what}`;
}
