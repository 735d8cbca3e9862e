import type { EstimateRow } from "../../../estimators/Estimator.ts";
import { shareError } from "../../core/numbers/shareError.ts";

/** A share of draws with its Monte Carlo standard error. */
interface DrawnShare {
  readonly share: number;
  readonly mcse: number;
}

/** What estimates look like when so many ties are put right. */
export interface TippingRow {
  readonly ties: number;
  /** The same as a share of the observed ties of the kind. */
  readonly rate: number;
  /** Draws, and those in which there is an estimate; shares are of these. */
  readonly draws: number;
  readonly estimated: number;
  readonly mean?: number;
  /** Monte Carlo standard error of the mean. */
  readonly mcse?: number;
  /** Standard deviation over draws. */
  readonly sd?: number;
  /** Where 5 %, 50 % and 95 % of the estimates lie below. */
  readonly low?: number;
  readonly median?: number;
  readonly high?: number;
  /** Share of the estimates that are on the other side of 0 than the observed one, or 0. */
  readonly crossed: DrawnShare;
  /** Draws in which there is an interval. */
  readonly intervals: number;
  /** Share of the intervals that say something else than the observed one: hold 0 where it did not, or the reverse. Absent without intervals. */
  readonly changed?: DrawnShare;
}

/** Sums up the estimates of one number of ties. */
export function tippingRow(
  ties: number,
  rate: number,
  found: readonly EstimateRow[],
  observed: { readonly estimate: number; readonly ci?: readonly [number, number] },
): TippingRow {
  const values: number[] = [];
  let crossed = 0;
  let intervals = 0;
  let changed = 0;
  for (const row of found) {
    if (!("estimate" in row)) continue;
    values.push(row.estimate);
    if (Math.sign(row.estimate) !== Math.sign(observed.estimate)) crossed++;
    if (row.ci === undefined) continue;
    intervals++;
    if (observed.ci && holdsZero(row.ci) !== holdsZero(observed.ci)) changed++;
  }
  values.sort((a, b) => a - b);
  const size = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / size;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, size - 1));
  return {
    ...{ ties, rate, draws: found.length, estimated: size },
    ...(size === 0
      ? {}
      : {
          ...{ mean, sd, mcse: sd / Math.sqrt(size) },
          ...{ low: quantile(values, 0.05), median: quantile(values, 0.5), high: quantile(values, 0.95) },
        }),
    crossed: shareOf(crossed, size),
    intervals,
    ...(intervals > 0 && observed.ci ? { changed: shareOf(changed, intervals) } : {}),
  };
}

const holdsZero = ([low, high]: readonly [number, number]): boolean => low <= 0 && high >= 0;

/** Of none it is 0, with an error that says nothing is known. */
function shareOf(count: number, size: number): DrawnShare {
  const share = size === 0 ? 0 : count / size;
  return { share, mcse: shareError(share, size) };
}

/** Linear between order statistics (Hyndman and Fan 1996, type 7). */
function quantile(sorted: readonly number[], p: number): number {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below]! + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)]! - sorted[below]!);
}
