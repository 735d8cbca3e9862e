import { takes } from "../../estimators/answer.ts";
import type { Estimator } from "../../estimators/Estimator.ts";
import type { Inquiry } from "../../estimators/Inquiry.ts";
import type { Study } from "./study.ts";

/** An inquiry of a study and an estimator that takes it: a row of its results. */
export interface StudyPair {
  readonly inquiry: Inquiry;
  /** Number of the inquiry: contrasts first, then what else is asked. */
  readonly number: number;
  readonly estimator: Estimator;
}

/** The rows of a study's results, in their order: contrasts first, for each inquiry the estimators that take it. */
export function studyPairs({
  inquiry,
  further = [],
  answer,
}: Pick<Study, "inquiry" | "further" | "answer">): StudyPair[] {
  return [...inquiry, ...further].flatMap((one, number) =>
    answer.flatMap((estimator) => (takes(estimator, one) ? [{ inquiry: one, number, estimator }] : [])),
  );
}
