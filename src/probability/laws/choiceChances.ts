import type { Chances, Taken } from "./Chances.ts";

/** Chances of choices that are kept. */
const MOST_KEPT = 100_000;

/**
 * The chance of one choice of r treated blocks out of so many of a stratum, for r from 0 to all, given own arms of one agent or two; −1 where
 * there is none. Kept, as few are met.
 *
 * @param most the most blocks that are asked about
 */
export function choiceChances(
  chances: Chances,
  focal: number,
  most: number,
): (group: number, blocks: number, taken: readonly Taken[]) => Float64Array {
  const kept = new Map<number, Float64Array>();
  return (group, blocks, taken) => {
    let [own, treatedOwn] = [0, 0];
    for (const one of taken) {
      if (one.group !== group) continue;
      own++;
      if (one.arm === focal) treatedOwn++;
    }
    const key = ((group * (most + 1) + blocks) * 3 + own) * 3 + treatedOwn;
    const known = kept.get(key);
    if (known) return known;
    const n = chances.sizes[group]! - own;
    const k = chances.rows[group]![focal]! - treatedOwn;
    const found = Float64Array.from({ length: blocks + 1 }, (_, r) => {
      if (r > k || blocks - r > n - k) return -1;
      let chance = 1;
      for (let q = 0; q < r; q++) chance *= (k - q) / (n - q);
      for (let q = 0; q < blocks - r; q++) chance *= (n - k - q) / (n - r - q);
      return chance;
    });
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, found);
    return found;
  };
}
