import type { Rng } from "../rng.ts";
import { SpillwayError } from "../SpillwayError.ts";

/**
 * A uniformly random set of `size` of the integers 0 … n − 1, as 0/1 marks of length n.
 * Floyd's algorithm (Bentley and Floyd 1987, "A sample of brilliance"): `size` draws, O(n) memory.
 *
 * @throws SpillwayError when size is not an integer from 0 to n.
 */
export function subset(rng: Rng, n: number, size: number): Uint8Array {
  if (!Number.isInteger(size) || size < 0 || size > n) {
    throw new SpillwayError(`subset: size must be an integer from 0 to ${n}, got ${size}`);
  }
  const chosen = new Uint8Array(n);
  for (let last = n - size; last < n; last++) {
    const candidate = rng.integer(last + 1);
    chosen[chosen[candidate] ? last : candidate] = 1;
  }
  return chosen;
}
