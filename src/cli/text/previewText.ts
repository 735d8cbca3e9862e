import type { Json } from "../../core/canonicalJson.ts";
import type { PromptPreview } from "../../experiment/promptPreview.ts";
import { colors } from "../output.ts";
import { plainText } from "./plainText.ts";
import { wrapped } from "./textTable.ts";

/** Messages heard that are listed. */
const FEW = 5;

/**
 * A prompt for people. What comes from the study stands behind a line at the left, so that it cannot pass for words of
 * Spillway's, and without anything that a terminal would obey.
 */
export function previewText(found: PromptPreview): string {
  const { agent, arm, planned, round, rounds, model, messages, schema, tokens, tools } = found;
  const why = arm === planned ? "as in world 0 of the plan" : `in world 0 of the plan ${planned}`;
  const facts: (readonly [string, string])[] = [
    ["agent", agent],
    ["arm", `${arm}, ${why}`],
    ["round", `${round} of ${rounds}`],
    ...(model === undefined ? [] : [["model", settingsInWords(model)] as const]),
    ...(tools === undefined
      ? []
      : [["tools", `${tools.tools.join(", ")}; at most ${tools.steps} calls in a turn`] as const]),
    ...(tokens === undefined
      ? []
      : [["tokens", `at most about ${tokens.input} in, ${tokens.output} out`] as const]),
    ...exampleFacts(found),
  ];
  return [
    ...facts.map(
      ([name, text]) => `${colors.bold(name.padEnd(10))}${wrapped(text, " ".repeat(10)).trimStart()}`,
    ),
    ...messages.flatMap(({ role, content }) => ["", colors.bold(role), quoted(content)]),
    ...(schema === undefined ? [] : ["", colors.bold("answer"), quoted(JSON.stringify(schema, null, 2))]),
  ].join("\n");
}

/** Text of others behind a line at the left. */
export const quoted = (text: string): string =>
  plainText(text.replaceAll("\r\n", "\n"))
    .split("\n")
    .map((line) => `│ ${line}`.trimEnd())
    .join("\n");

/** What is made up, one line for each sort of it. */
export function exampleFacts({
  round,
  examples,
}: Pick<PromptPreview, "round" | "examples">): (readonly [string, string])[] {
  const { heard, crowd, history, state } = examples;
  const words = [
    ...heard.slice(0, FEW).map(({ from, said }) => `${from} says ${JSON.stringify(said)}`),
    ...(heard.length > FEW ? [`and ${heard.length - FEW} more`] : []),
    ...(crowd === undefined ? [] : [`all together ${JSON.stringify(crowd)}`]),
    ...past(history, "turns told of"),
    ...past(state, "turns remembered"),
  ];
  if (words.length === 0)
    return round === 1 ? [] : [["examples", "none needed: nothing is heard or remembered here"]];
  return words.map((text, k) => [
    k === 0 ? "examples" : "",
    k === 0 ? `MADE UP for this preview: ${text}` : text,
  ]);
}

function past(turns: Json | undefined, words: string): string[] {
  return Array.isArray(turns) && turns.length > 0 ? [`${turns.length} ${words}`] : [];
}

function settingsInWords(model: Json): string {
  const { model: name, ...rest } = model as Readonly<Record<string, Json>>;
  const where = name as string | { readonly model: string; readonly url: string };
  const told = typeof where === "string" ? where : `${where.model} at ${where.url}`;
  return [told, ...Object.entries(rest).map(([key, value]) => `${key} ${JSON.stringify(value)}`)].join(", ");
}
