import type { ConflictScheme } from "../../designs/law/conflictScheme.ts";

/** Steps of the power iteration that tightens the bound. */
const STEPS = 50;

/**
 * At least the largest eigenvalue: that of a matrix whose entries are all at least as large in size, and none negative. With b the
 * most earlier agents, (1 − 2p)^−c − 1 ≤ c ((1 − 2p)^−b − 1)/b for 0 ≤ c ≤ b, so |B_i ∩ B_j| = (B Bᵀ)_ij enters by two sparse
 * products. For every positive v the largest (Nv)_i/v_i is above the eigenvalue (Collatz 1942; Wielandt 1950).
 */
export function boundFromAbove({ network, conflicts, earlier, desire, event }: ConflictScheme): number {
  const { n } = network;
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, earlier.offsets[i + 1]! - earlier.offsets[i]!);
  const slope = most === 0 ? 0 : ((1 - 2 * desire) ** -most - 1) / most;
  let vector = new Float64Array(n).fill(1);
  let least = Number.POSITIVE_INFINITY;
  for (let step = 0; step < STEPS; step++) {
    const through = new Float64Array(n);
    const next = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      for (let e = earlier.offsets[i]!; e < earlier.offsets[i + 1]!; e++)
        through[earlier.sources[e]!]! += vector[i]!;
    }
    let upper = 0;
    let largest = 0;
    for (let i = 0; i < n; i++) {
      let total = vector[i]! / event[i]!;
      for (let e = conflicts.offsets[i]!; e < conflicts.offsets[i + 1]!; e++)
        total += 2 * vector[conflicts.sources[e]!]!;
      for (let e = earlier.offsets[i]!; e < earlier.offsets[i + 1]!; e++)
        total += 2 * slope * through[earlier.sources[e]!]!;
      next[i] = total;
      upper = Math.max(upper, total / vector[i]!);
      largest = Math.max(largest, total);
    }
    least = Math.min(least, upper);
    // Any positive vector gives a bound; a small entry must only not become 0.
    vector = next.map((x) => Math.max(x / largest, 1e-200));
  }
  return least;
}
