import { shareError } from "../../src/core/numbers/shareError.ts";
/** Values of a statistic over the assignments that the one at hand is compared with. */
export interface ReferenceValues {
  readonly values: Float64Array;
  /** Probability of each, when all are listed, the one at hand among them; absent for draws beside it. */
  readonly weights?: Float64Array;
}

/** Which values count as extreme. */
export type Alternative = "two-sided" | "greater" | "less";

export interface PValue {
  readonly p: number;
  /** Monte Carlo standard error; absent when all are listed. */
  readonly mcse?: number;
  /** The smallest p that any of these assignments would have. */
  readonly least: number;
}

/** Values this close, relative to the largest of all, count as equal. */
const TIE = 1e-12;

/**
 * P(T* ≥ T) over the assignments listed, or (1 + #{T* ≥ T})/(1 + R) over R draws; ties within 1e-12 count as at least as extreme. Two-sided: twice the
 * smaller of the two one-sided ones, at most 1. Then P(p ≤ α) ≤ α under the hypothesis, for every α.
 */
export function pValue(observed: number, given: ReferenceValues, alternative: Alternative): PValue {
  const { values, weights } = given;
  let largest = Math.abs(observed);
  for (const value of values) if (Math.abs(value) > largest) largest = Math.abs(value);
  const tie = TIE * largest;
  const upper = tail(observed, given, tie, 1);
  const lower = tail(observed, given, tie, -1);
  const one = alternative === "greater" ? upper : alternative === "less" ? lower : undefined;
  const p = one ? one.p : Math.min(1, 2 * Math.min(upper.p, lower.p));
  const least = one ? one.least : Math.min(1, 2 * Math.min(upper.least, lower.least));
  return weights ? { p, least } : { p, least, mcse: shareError(p, values.length + 1) };
}

function tail(
  observed: number,
  { values, weights }: ReferenceValues,
  tie: number,
  sign: 1 | -1,
): { readonly p: number; readonly least: number } {
  let reached = 0;
  let total = 0;
  let top = Number.NEGATIVE_INFINITY;
  for (const value of values) if (sign * value > top) top = sign * value;
  let least = 0;
  for (let r = 0; r < values.length; r++) {
    const weight = weights?.[r] ?? 1;
    total += weight;
    if (sign * values[r]! >= sign * observed - tie) reached += weight;
    if (sign * values[r]! >= top - tie) least += weight;
  }
  if (weights) return { p: Math.min(1, reached / total), least: Math.min(1, least / total) };
  return { p: (1 + reached) / (1 + total), least: 1 / (1 + total) };
}
