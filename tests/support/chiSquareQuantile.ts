import quantile from "@stdlib/stats-base-dists-chisquare-quantile";
import { SpillwayError } from "../../src/core/SpillwayError.ts";

/**
 * The x with P(X ≤ x) = p for the χ² law with `df` degrees of freedom, a finite number above 0.
 *
 * @throws SpillwayError when p is not from 0 to 1 or df is not above 0.
 */
export function chiSquareQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1)) throw new SpillwayError(`chiSquareQuantile: p must be from 0 to 1, got ${p}`);
  if (!(df > 0 && Number.isFinite(df)))
    throw new SpillwayError(`chiSquareQuantile: df must be a finite number above 0, got ${df}`);
  return quantile(p, df);
}
