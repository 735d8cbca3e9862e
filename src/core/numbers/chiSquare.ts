import cdf from "@stdlib/stats-base-dists-chisquare-cdf";
import { SpillwayError } from "../SpillwayError.ts";

/** P(X ≤ x) for the χ² law with `df` degrees of freedom, a finite number above 0. */
export function chiSquareCdf(x: number, df: number): number {
  if (Number.isNaN(x)) throw new SpillwayError("chiSquareCdf: x must be a number, got NaN");
  if (!(df > 0 && Number.isFinite(df)))
    throw new SpillwayError(`chiSquareCdf: df must be a finite number above 0, got ${df}`);
  return cdf(x, df);
}
