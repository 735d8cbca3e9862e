import type { Rng } from "../rng.ts";
import { normalQuantile } from "./normal.ts";

/**
 * A normal random number with mean 0 and standard deviation 1, by inversion of one uniform number; the same in every
 * engine (see {@link normalQuantile}). Cost: two words of the stream.
 */
export function normalDraw(rng: Rng): number {
  // Half a step inside both ends, where the quantile is infinite; each side is computed where it is exact.
  const u = rng.uniform();
  return u < 0.5 ? normalQuantile(u + 2 ** -54) : -normalQuantile(1 - u - 2 ** -54);
}
