import type { Answer, AnswerSettings, PlainAnswer } from "./answerSettings.ts";

/** A number that answers have: a number that was given, or 1 for whoever chose an option and 0 for others. */
export interface AnswerMeasure {
  /** Which field, of answers with fields. */
  readonly field?: string;
  /** Which option, of a choice. */
  readonly option?: string;
}

/** The numbers that answers of a kind have; texts have none. */
export function answerMeasures(answer: AnswerSettings): AnswerMeasure[] {
  if (answer.kind !== "object") return measuresOf(answer);
  return answer.fields.flatMap((field) =>
    measuresOf(field).map((measure) => ({ field: field.name, ...measure })),
  );
}

function measuresOf(part: PlainAnswer): AnswerMeasure[] {
  if (part.kind === "text") return [];
  if (part.kind === "number") return [{}];
  // Of two options the share of one says that of the other.
  const told = part.options.length === 2 ? part.options.slice(0, 1) : part.options;
  return told.map((option) => ({ option }));
}

/** What an answer is by a measure; undefined for one that has no such part. */
export function measured(answer: Answer, { field, option }: AnswerMeasure): number | undefined {
  const part = field === undefined ? answer : typeof answer === "object" ? answer[field] : undefined;
  if (option !== undefined) return typeof part === "string" ? Number(part === option) : undefined;
  return typeof part === "number" ? part : undefined;
}
