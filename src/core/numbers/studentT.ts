import quantile from "@stdlib/stats-base-dists-t-quantile";
import { SpillwayError } from "../SpillwayError.ts";
import { normalQuantile } from "./normal.ts";

/**
 * The x with P(T ≤ x) = p for Student's t with `df` > 0 degrees of freedom; df = Infinity is the normal law.
 *
 * @throws SpillwayError when p is not from 0 to 1 or df is not above 0.
 */
export function studentTQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1)) throw new SpillwayError(`studentTQuantile: p must be from 0 to 1, got ${p}`);
  if (!(df > 0)) throw new SpillwayError(`studentTQuantile: df must be above 0, got ${df}`);
  return df === Number.POSITIVE_INFINITY ? normalQuantile(p) : quantile(p, df);
}
