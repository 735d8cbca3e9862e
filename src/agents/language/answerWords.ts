import type { ShownAnswer, ShownPart } from "../../survey/shownAnswer.ts";

/**
 * What kind of answer is wanted, as a sentence for the model. With letters it lists what they stand for, unless the prompt has.
 *
 * @param listed whether the prompt itself shows the options.
 */
export function answerWords(answer: ShownAnswer, listed: boolean): string {
  if (answer.kind === "object") {
    const lines = answer.fields.map((field) => `- "${field.name}": ${partWords(field, listed)}`);
    return `Answer with a JSON object and nothing else. Its keys:\n${lines.join("\n")}`;
  }
  const only = answer.kind === "text" ? "" : " and nothing else";
  return `Answer with ${partWords(answer, listed)}${only}.`;
}

/** What a part of an answer must be: `exactly one of "yes", "no"`, `a whole number from 0 to 10`. */
export function partWords(part: ShownPart, listed = true): string {
  if (part.kind === "number") return `a ${part.whole ? "whole " : ""}number from ${part.from} to ${part.to}`;
  if (part.kind === "text") return `a text of at most ${part.most} characters`;
  const marks = part.shown.map(({ mark }) => (part.labels ? mark : `"${mark}"`)).join(", ");
  if (!part.labels) return `exactly one of ${marks}`;
  const meanings = part.shown.map(({ mark, option }) => `${mark}: ${option}`).join(", ");
  return `exactly one of the letters ${marks}${listed ? "" : ` (${meanings})`}`;
}
