import { answer } from "./answer.ts";
import { type EstimateRequest, withExperimentData } from "./contrast/experimentData.ts";
import type { AnswerRow } from "./Estimator.ts";
import type { WorldContext } from "./ExperimentData.ts";
import type { Inquiry } from "./Inquiry.ts";

export interface InquireRequest extends Omit<EstimateRequest, "contrasts"> {
  /** Whatever is asked: contrasts and other inquiries, in the order of the rows. */
  readonly inquiries: readonly Inquiry[];
  /** What is known of each world beside its outcomes, in the order of the worlds. */
  readonly context?: readonly WorldContext[];
}

/**
 * Answers every inquiry with every estimator: one row each, in the order of the inquiries, then of the estimators. Contrasts have the
 * rows that {@link estimate} gives them. An inquiry that an estimator does not take has a row with the reason.
 *
 * @throws SpillwayError as {@link estimate}, and when the context is not that of these worlds and agents.
 */
export function inquire({ inquiries, context, ...request }: InquireRequest): AnswerRow[] {
  const own = inquiries.flatMap((one) =>
    "kind" in one ? [] : [[one.name, [one.first, one.second]] as const],
  );
  const contrasts: EstimateRequest["contrasts"] = Object.fromEntries(own);
  return withExperimentData(
    { ...request, contrasts },
    (data) =>
      inquiries.flatMap((inquiry) =>
        request.estimators.map((estimator): AnswerRow => answer(estimator, data, inquiry)),
      ),
    context,
  );
}
