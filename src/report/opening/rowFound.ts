import type { AnswerRow } from "../../../estimators/Estimator.ts";
import type { Found } from "./answerOf.ts";

/** A row of estimates as a part of the answer. */
export function rowFound(row: Pick<AnswerRow, "contrast" | "estimator" | "claim"> & Partial<Found>): Found {
  const { contrast: name, estimator, claim, because, p, estimate, ci, confidence, withheld } = row;
  const head = { name, estimator, claim };
  if (because !== undefined) return { ...head, because };
  if (estimate === undefined) return { ...head, ...(p === undefined ? {} : { p }) };
  return {
    ...head,
    ...{ estimate },
    ...(ci === undefined ? {} : { ci }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(withheld === undefined ? {} : { withheld }),
  };
}
