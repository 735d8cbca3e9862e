import cdf from "@stdlib/stats-base-dists-t-cdf";
import { normalCdf } from "../../src/core/numbers/normal.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";

/** P(T ≤ x) for Student's t with `df` > 0 degrees of freedom; df = Infinity is the normal law. */
export function studentTCdf(x: number, df: number): number {
  if (Number.isNaN(x)) throw new SpillwayError("studentTCdf: x must be a number, got NaN");
  if (!(df > 0)) throw new SpillwayError(`studentTCdf: df must be above 0, got ${df}`);
  return df === Number.POSITIVE_INFINITY ? normalCdf(x) : cdf(x, df);
}
