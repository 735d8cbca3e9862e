import type { incidenceSets } from "../../src/probability/laws/incidenceSets.ts";
import type { SumMoment } from "./mixtureVariance.ts";

/**
 * Mean and variance of Σ_i first_i 1[all blocks around i treated] − second_i 1[none treated] when blocks are treated by coins
 * of one chance p: `sumMoments` for the conditions `all` and `none` of all-treated, without joint laws. With T_i the blocks
 * around i, A_i = first_i p^|T_i|, B_i = second_i (1 − p)^|T_i| and s = |T_i ∩ T_j|, a pair that shares blocks covaries by
 * A_i A_j (p^−s − 1) + B_i B_j ((1 − p)^−s − 1) + A_i B_j + B_i A_j: it cannot be all in one arm and all in the other.
 *
 * @param blocks number of blocks
 * @param p above 0 and below 1
 * @returns Cost: O(Σ over blocks of the agents around it, squared).
 */
export function allOrNoneMoments(
  { offsets, blocks: around }: ReturnType<ReturnType<typeof incidenceSets>>,
  blocks: number,
  p: number,
  [first, second]: readonly [Float64Array, Float64Array],
): SumMoment {
  const n = offsets.length - 1;
  const starts = new Uint32Array(blocks + 1);
  const size = offsets[n]!;
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, offsets[i + 1]! - offsets[i]!);
  const p1 = new Float64Array(most + 1).fill(1);
  const p0 = new Float64Array(most + 1).fill(1);
  for (let s = 1; s <= most; s++) {
    p1[s] = p1[s - 1]! * p;
    p0[s] = p0[s - 1]! * (1 - p);
  }
  // By the number of shared blocks; 0 for none.
  const gain1 = p1.map((chance) => 1 / chance - 1);
  const gain0 = p0.map((chance) => 1 / chance - 1);
  const met = p1.map((_, s) => Math.min(s, 1));
  const a = new Float64Array(n);
  const b = new Float64Array(n);
  let mean = 0;
  for (let i = 0; i < n; i++) {
    const touched = offsets[i + 1]! - offsets[i]!;
    a[i] = first[i]! * p1[touched]!;
    b[i] = second[i]! * p0[touched]!;
    mean += a[i]! - b[i]!;
  }
  for (let k = 0; k < size; k++) starts[around[k]! + 1]!++;
  for (let c = 0; c < blocks; c++) starts[c + 1]! += starts[c]!;
  const end = starts.slice(1);
  const next = starts.slice();
  const agents = new Uint32Array(size);
  for (let i = 0; i < n; i++)
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) agents[next[around[k]!]!++] = i;
  // Where most pairs share a block, all later agents are gone through, else a list of those that do.
  let together = 0;
  for (let c = 0; c < blocks; c++) together += (end[c]! - starts[c]!) ** 2;
  const dense = together > n * n;
  const everybody = Uint32Array.from({ length: n }, (_, i) => i);
  const partners = new Uint32Array(n);
  const shared = new Uint32Array(n);
  // Agents around a block are in ascending order, so those after i begin one place further on each time.
  const later = starts;
  let variance = 0;
  for (let i = 0; i < n; i++) {
    let count = 0;
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
      const block = around[k]!;
      const to = end[block]!;
      if (dense) for (let at = ++later[block]!; at < to; at++) shared[agents[at]!]!++;
      else
        for (let at = ++later[block]!; at < to; at++) {
          const j = agents[at]!;
          if (shared[j]!++ === 0) partners[count++] = j;
        }
    }
    const others = dense ? everybody.subarray(i + 1) : partners.subarray(0, count);
    let sameA = 0;
    let sameB = 0;
    for (let k = 0; k < others.length; k++) {
      const j = others[k]!;
      const s = shared[j]!;
      shared[j] = 0;
      sameA += a[j]! * gain1[s]! + b[j]! * met[s]!;
      sameB += b[j]! * gain0[s]! + a[j]! * met[s]!;
    }
    const ai = a[i]!;
    const bi = b[i]!;
    const own = offsets[i + 1]! - offsets[i]!;
    variance += 2 * (ai * sameA + bi * sameB) + ai * ai * gain1[own]! + bi * bi * gain0[own]! + 2 * ai * bi;
  }
  return { mean, variance };
}
