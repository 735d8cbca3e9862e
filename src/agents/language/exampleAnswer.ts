import type { Rng } from "../../core/rng.ts";
import type { Answer } from "../../survey/answerSettings.ts";
import type { ShownAnswer, ShownPart } from "../../survey/shownAnswer.ts";

/**
 * An answer of the form that was asked for, made up, for previews of what others would hear. Texts say that they are
 * examples.
 *
 * @param rng draws it; a child for each field.
 * @param longest with as many characters as it may have, for bounds on what a call takes. Default false.
 */
export function exampleAnswer(answer: ShownAnswer, rng: Rng, longest = false): Answer {
  if (answer.kind !== "object") return examplePart(answer, rng, longest);
  return Object.fromEntries(
    answer.fields.map((field) => [field.name, examplePart(field, rng.fork(field.name), longest)]),
  );
}

const WORDS = "(an example of what might be said)";

function examplePart(part: ShownPart, rng: Rng, longest: boolean): string | number {
  if (part.kind === "choice") {
    const options = part.shown.map(({ option }) => option);
    return longest ? longestOf(options) : options[rng.integer(options.length)]!;
  }
  if (part.kind === "text") return longest ? "x".repeat(part.most) : [...WORDS].slice(0, part.most).join("");
  const { from, to, whole } = part;
  if (longest) return whole ? Number(longestOf([String(from), String(to)])) : from + (to - from) / 3;
  const drawn = from + rng.uniform() * (to - from);
  const short = whole ? Math.round(drawn) : Number(drawn.toPrecision(3));
  return Math.min(to, Math.max(from, short));
}

const longestOf = (texts: readonly string[]): string =>
  texts.reduce((longest, text) => (text.length > longest.length ? text : longest));
