import { wantArgument } from "../src/core/wantArgument.ts";
import { answer } from "./answer.ts";
import { changingRows } from "./contrast/changingRows.ts";
import { type EstimateRequest, withExperimentData } from "./contrast/experimentData.ts";
import { soundRow } from "./contrast/soundRow.ts";
import type { EstimateRow } from "./Estimator.ts";
import { type RowOfContrast, simultaneousRows } from "./hypotheses/simultaneousRows.ts";
import { boundRows } from "./missing/boundRows.ts";

/**
 * Estimates every contrast with every estimator: one row each, in the order of the contrasts, then of the estimators.
 * Where outcomes of
 * a contrast are missing, rows that bound it follow ({@link boundRows}). With several worlds, a row averages the worlds' estimates; worlds are independent, so its variance is Σ V/W². Simulated
 * probabilities whose number of draws was left open (`draws: "auto"`) get as many as the estimates need.
 * With `simultaneous`, rows have an interval and a p-value beside that take account of all contrasts ({@link simultaneousRows}).
 *
 * @throws SpillwayError when plan, probabilities and outcomes are not about the same agents, when an agent is in an arm
 * or condition that the design gives probability 0, and for unknown conditions.
 */
export function estimate(request: EstimateRequest): EstimateRow[] {
  wantArgument("estimate", "a request", request, {
    fields: ["plan", "probabilities", "outcomes", "contrasts", "estimators"],
  });
  return estimateOutcomes({ ...request, outcomes: { outcome: request.outcomes } }).outcome!;
}

export interface OutcomesRequest extends Omit<EstimateRequest, "outcomes"> {
  /** Outcomes of one world or of each world, by the name of what was measured. */
  readonly outcomes: Readonly<Record<string, EstimateRequest["outcomes"]>>;
}

/**
 * The rows of {@link estimate} for several outcomes of one experiment, by the name of the outcome. With `simultaneous`, all contrasts of all outcomes are one
 * family, and its redraws are the same.
 *
 * @throws SpillwayError as {@link estimate}.
 */
export function estimateOutcomes(given: OutcomesRequest): Record<string, EstimateRow[]> {
  wantArgument("estimateOutcomes", "a request", given, {
    fields: ["plan", "probabilities", "outcomes", "contrasts", "estimators"],
  });
  const { outcomes, simultaneous = false, ...request } = given;
  const { contrasts, estimators } = request;
  const asked = Object.entries(contrasts).map(([name, [first, second]]) => ({ name, first, second }));
  // Found by position: a name may be that of any property.
  const found = Object.entries(outcomes).map(([name, one]) => {
    const made: { rows: EstimateRow[]; contrasts: RowOfContrast<EstimateRow>[]; at: number[] } = {
      ...{ rows: [], contrasts: [], at: [] },
    };
    made.rows = withExperimentData({ ...request, outcomes: one }, (data) => {
      // Computed again where more draws are needed: the last time counts.
      made.contrasts = [];
      made.at = [];
      const rows: EstimateRow[] = [];
      for (const contrast of asked) {
        for (const estimator of estimators) {
          const row = answer(estimator, data, contrast);
          made.at.push(rows.length);
          made.contrasts.push({ row, data, contrast, estimator });
          rows.push(row);
        }
        if (!estimators.every(({ naive }) => naive))
          rows.push(...boundRows(data, contrast, request.outcomeRange));
      }
      return changingRows(rows, data.probabilities);
    });
    return { name, ...made };
  });
  if (simultaneous !== false) {
    // With what was said of rows after they were made.
    const all = found.flatMap(({ rows, contrasts: own, at }) =>
      own.map((one, k) => ({ ...one, row: rows[at[k]!]! })),
    );
    const wider = simultaneousRows(all, simultaneous === true ? {} : simultaneous);
    let next = 0;
    for (const { rows, at } of found) for (const k of at) rows[k] = soundRow(wider[next++]!);
  }
  return Object.fromEntries(found.map(({ name, rows }) => [name, rows]));
}
