import type { AnswerMeasure } from "../../survey/answerMeasures.ts";
import type { MeasureCheck, QuestionCheck, QuestionDifference } from "./QuestionCheck.ts";

/** What a measure of answers is called: its field, its option, or nothing for the answer itself. */
export function measureName({ field, option }: AnswerMeasure): string {
  return [field, option].filter((part) => part !== undefined).join(" = ");
}

/** What questions are for, in words. */
export const PURPOSE_WORDS = {
  "manipulation-check": "manipulation check",
  "negative-control": "negative control",
  other: "question",
} as const;

/** A number of three digits. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(3))).replace("-", "−");
}

/** The answers to a question in a few sentences, one for each measure; of texts, how many came. */
export function describeQuestion({ name, purpose, round, arms, measures }: QuestionCheck): string[] {
  const head = `${PURPOSE_WORDS[purpose]} ${name} after round ${round}`;
  if (measures.length === 0) {
    const counts = arms
      .map(({ arm, asked, answered }) => `${arm} ${answered} of ${asked} answered`)
      .join(", ");
    return [`${head}: ${counts}`];
  }
  return measures.map((measure) => `${head}${measured(measure)}`);
}

function measured(measure: MeasureCheck): string {
  const name = measureName(measure);
  const values = measure.arms.map(
    ({ arm, n, value }) => `${arm} ${value === undefined ? "–" : shortNumber(value)} (${n})`,
  );
  const differences = measure.differences.map((one) => `; ${differenceWords(one)}`).join("");
  return `${name === "" ? "" : `, ${name}`}: ${values.join(", ")}${differences}`;
}

/** A difference with its interval, or why there is none. */
function differenceWords(difference: QuestionDifference): string {
  const { first, second, estimate, ci, confidence, because, truth } = difference;
  const known = truth === undefined ? "" : ` (truth ${shortNumber(truth)})`;
  const reason = because ?? "the estimator did not say why";
  if (estimate === undefined) return `no estimate of ${first} − ${second}, because ${reason}`;
  const value = `${first} − ${second} = ${shortNumber(estimate)}${known}`;
  if (ci === undefined) return `${value}, no interval, because ${reason}`;
  const percent = Number((100 * (confidence ?? 0.95)).toFixed(2));
  return `${value}, ${percent} % interval ${shortNumber(ci[0])} to ${shortNumber(ci[1])}`;
}
