import type { Json } from "../../../core/canonicalJson.ts";
import type { ShownAnswer, ShownPart } from "../../../survey/shownAnswer.ts";

/** An answer in the words in which a model that does as it is told would have given it: with letters where options had letters. */
export function replyWords(answer: Json, shown: ShownAnswer): string {
  if (shown.kind !== "object")
    return typeof answer === "string" ? markOf(answer, shown) : JSON.stringify(answer);
  if (typeof answer !== "object" || answer === null || Array.isArray(answer))
    return typeof answer === "string" ? answer : JSON.stringify(answer);
  const parts = new Map(shown.fields.map((field) => [field.name, field] as const));
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(answer).map(([name, value]) => {
        const part = parts.get(name);
        return [name, part && typeof value === "string" ? markOf(value, part) : value];
      }),
    ),
  );
}

const markOf = (answer: string, part: ShownPart): string =>
  part.kind === "choice" ? (part.shown.find(({ option }) => option === answer)?.mark ?? answer) : answer;
