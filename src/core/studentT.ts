import cdf from "@stdlib/stats-base-dists-t-cdf";
import quantile from "@stdlib/stats-base-dists-t-quantile";
import { normalCdf, normalQuantile } from "./normal.ts";

/** P(T ≤ x) for Student's t with `df` > 0 degrees of freedom; df = Infinity is the normal law. */
export function studentTCdf(x: number, df: number): number {
  return df === Number.POSITIVE_INFINITY ? normalCdf(x) : cdf(x, df);
}

/** The x with P(T ≤ x) = p for Student's t with `df` > 0 degrees of freedom; df = Infinity is the normal law. */
export function studentTQuantile(p: number, df: number): number {
  return df === Number.POSITIVE_INFINITY ? normalQuantile(p) : quantile(p, df);
}
