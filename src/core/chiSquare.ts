import cdf from "@stdlib/stats-base-dists-chisquare-cdf";
import quantile from "@stdlib/stats-base-dists-chisquare-quantile";

/** P(X ≤ x) for the χ² law with `df` > 0 degrees of freedom. */
export function chiSquareCdf(x: number, df: number): number {
  return cdf(x, df);
}

/** The x with P(X ≤ x) = p for the χ² law with `df` > 0 degrees of freedom. */
export function chiSquareQuantile(p: number, df: number): number {
  return quantile(p, df);
}
