import { normalQuantile } from "./normal.ts";
import type { Rng } from "./rng.ts";

/**
 * A normal random number with mean 0 and standard deviation 1, by inversion of one uniform number; the same in every
 * engine (see {@link normalQuantile}). Cost: two words of the stream.
 */
export function normalDraw(rng: Rng): number {
  // Half a step away from 0, where the quantile is infinite.
  return normalQuantile(rng.uniform() + 2 ** -54);
}
