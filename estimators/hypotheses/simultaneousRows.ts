import type { Estimate, EstimateRow, Estimator } from "../Estimator.ts";
import type { ExperimentData } from "../ExperimentData.ts";
import type { Contrast } from "../Inquiry.ts";
import type { RedrawOptions } from "../interval/redraws.ts";
import { weightedQuantile } from "../interval/weightedQuantile.ts";
import { type JointContrast, jointRedraws } from "./jointRedraws.ts";
import { largestOf, maxT } from "./maxT.ts";

/** A row of a contrast, with the data that it was made of. */
export interface RowOfContrast<Row> {
  readonly row: Row;
  readonly data: ExperimentData;
  readonly contrast: Contrast;
  readonly estimator: Estimator;
}

/** Redraws that are needed for a quantile of 0.95 and a p-value of 0.05 to mean something. */
const FEWEST = 20;

/**
 * Adds to every row that has an estimate a p-value (`adjusted`) and to every one with an interval a second, wider one (`simultaneous`) that take account of how many contrasts and outcomes were asked: those of each estimator are one family.
 *
 * `adjusted`: {@link maxT} of |estimate| over its root mean square in redraws where nobody's outcome depends on anything. At most a share α of experiments has any `adjusted` ≤ α where nothing has any effect.
 *
 * `simultaneous`: each side of the interval × c/c_j. c_j is the quantile of |error| over its root mean square in redraws under constant effects, for this contrast; c that of the largest of all. So what makes a single
 * interval cautious stays, and only the number of contrasts and their dependence is added. The same redraws serve both, and the intervals themselves where they rest on redraws.
 *
 * Rows without an estimate, and of estimators that are not made of weighted means or ignore the design, stay as they are.
 */
export function simultaneousRows(
  given: readonly RowOfContrast<EstimateRow>[],
  options: RedrawOptions,
): EstimateRow[] {
  const found = given.map(({ row }) => row);
  const families = new Map<Estimator, number[]>();
  given.forEach(({ row, estimator }, k) => {
    if ("because" in row || estimator.means === undefined || estimator.naive) return;
    families.set(estimator, [...(families.get(estimator) ?? []), k]);
  });
  for (const [{ means }, members] of families) {
    const contrasts = members.map(
      (k): JointContrast => ({ data: given[k]!.data, contrast: given[k]!.contrast, means: means! }),
    );
    const rows = members.map((k) => given[k]!.row as Estimate);
    adjusted(rows, contrasts, options).forEach((row, j) => {
      found[members[j]!] = row;
    });
  }
  return found;
}

function adjusted(
  rows: readonly Estimate[],
  contrasts: readonly JointContrast[],
  options: RedrawOptions,
): Estimate[] {
  const size = rows.length;
  const { unaffected, errors, weights, leftOut } = jointRedraws(contrasts, options);
  const count = errors.length / size;
  if (count < FEWEST)
    return rows.map((row) => ({
      ...row,
      notes: [
        ...row.notes,
        `no simultaneous interval: only ${count} redraws of the design have an estimate of ${size === 1 ? "the contrast" : `every one of the ${size} contrasts`}`,
      ],
    }));
  const spread = scaled(unaffected, size, weights);
  const observed = rows.map(({ estimate }, j) => (spread[j]! > 0 ? estimate / spread[j]! : 0));
  const p = maxT(observed, { statistics: size, values: unaffected, weights });
  const error = scaled(errors, size, weights);
  const quantile = (values: Float64Array): number =>
    weightedQuantile({ values, weights }, rows[0]!.confidence, weights !== undefined).value;
  const all = quantile(largestOf({ statistics: size, values: errors }));
  const note = `family of ${size === 1 ? "1 contrast" : `${size} contrasts`}: adjusted and simultaneous from ${count} ${weights ? "assignments, all that are possible" : "redraws of the design"}${leftOut > 0 ? `, ${leftOut} more left out because a contrast has no estimate there` : ""}`;
  return rows.map((row, j) => {
    const own = quantile(Float64Array.from({ length: count }, (_, r) => Math.abs(errors[r * size + j]!)));
    const wider = own > 0 && error[j]! > 0 ? Math.max(1, all / own) : undefined;
    const known = { ...row, notes: [...row.notes, note], ...(spread[j]! > 0 ? { adjusted: p[j]! } : {}) };
    if (row.ci === undefined || wider === undefined) return known;
    const [low, high] = row.ci;
    const simultaneous = [
      row.estimate - (row.estimate - low) * wider,
      row.estimate + (high - row.estimate) * wider,
    ] as const;
    return { ...known, simultaneous };
  });
}

/** Divides each column by its root mean square, in place, and gives these; a column of zeros stays. */
function scaled(values: Float64Array, size: number, weights: Float64Array | undefined): Float64Array {
  const squares = new Float64Array(size);
  let total = 0;
  const count = values.length / size;
  for (let r = 0; r < count; r++) {
    const weight = weights?.[r] ?? 1;
    total += weight;
    for (let j = 0; j < size; j++) squares[j]! += weight * values[r * size + j]! ** 2;
  }
  const spread = squares.map((square) => Math.sqrt(square / total));
  for (let r = 0; r < count; r++)
    for (let j = 0; j < size; j++) if (spread[j]! > 0) values[r * size + j]! /= spread[j]!;
  return spread;
}
