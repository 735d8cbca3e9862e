import { answer } from "./answer.ts";
import { type EstimateRequest, withExperimentData } from "./contrast/experimentData.ts";
import { soundRow } from "./contrast/soundRow.ts";
import type { AnswerRow, EstimateRow } from "./Estimator.ts";
import type { ExperimentData, WorldContext } from "./ExperimentData.ts";
import { type Adjustment, adjustP } from "./hypotheses/adjustP.ts";
import { simultaneousRows } from "./hypotheses/simultaneousRows.ts";
import type { Contrast, Inquiry } from "./Inquiry.ts";

export interface InquireRequest extends Omit<EstimateRequest, "contrasts"> {
  /** Whatever is asked: contrasts and other inquiries, in the order of the rows. */
  readonly inquiries: readonly Inquiry[];
  /** What is known of each world beside its outcomes, in the order of the worlds. */
  readonly context?: readonly WorldContext[];
  /** How p-values of tests are adjusted for their number: all tests asked are one family. Default: not at all. */
  readonly adjust?: Adjustment;
}

/**
 * Answers every inquiry with every estimator: one row each, in the order of the inquiries, then of the estimators. Contrasts have the
 * rows that {@link estimate} gives them. An inquiry that an estimator does not take has a row with the reason.
 *
 * @throws SpillwayError as {@link estimate}, and when the context is not that of these worlds and agents.
 */
export function inquire({
  inquiries,
  context,
  adjust,
  simultaneous = false,
  ...request
}: InquireRequest): AnswerRow[] {
  const own = inquiries.flatMap((one) =>
    "kind" in one ? [] : [[one.name, [one.first, one.second]] as const],
  );
  const contrasts: EstimateRequest["contrasts"] = Object.fromEntries(own);
  let found: ExperimentData | undefined;
  const asked = inquiries.flatMap((inquiry) =>
    request.estimators.map((estimator) => ({ inquiry, estimator })),
  );
  const rows = withExperimentData(
    { ...request, contrasts },
    (data) => {
      found = data;
      return asked.map(({ inquiry, estimator }): AnswerRow => answer(estimator, data, inquiry));
    },
    context,
  );
  if (simultaneous !== false) {
    const at = asked.flatMap(({ inquiry }, k) => ("kind" in inquiry ? [] : [k]));
    const given = at.map((k) => ({
      ...{ data: found!, estimator: asked[k]!.estimator },
      ...{ row: rows[k] as EstimateRow, contrast: asked[k]!.inquiry as Contrast },
    }));
    simultaneousRows(given, simultaneous === true ? {} : simultaneous).forEach((row, j) => {
      rows[at[j]!] = soundRow(row);
    });
  }
  return adjust === undefined ? rows : withAdjustedP(rows, adjust);
}

/** The same rows with adjusted p-values for those of tests that have a result. */
function withAdjustedP(rows: readonly AnswerRow[], adjust: Adjustment): AnswerRow[] {
  const tests = rows.flatMap((row) => ("p" in row ? [row.p] : []));
  const adjusted = adjustP(tests, adjust);
  let next = 0;
  return rows.map((row) => ("p" in row ? { ...row, adjusted: adjusted[next++]! } : row));
}
