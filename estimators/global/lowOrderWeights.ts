import type { TouchedBlocks } from "./touchedBlocks.ts";

/**
 * The weights ω_i = Σ_{1 ≤ |S| ≤ β} [Π_S (1 − p_j) − Π_S (−p_j)] Π_S (z_j − p_j)/(p_j (1 − p_j)), S subsets of the coins that
 * may reach agent i: elementary symmetric polynomials of two lists, cut off at degree β, instead of a sum over subsets.
 * Cortez-Rodriguez, Eichhorn and Yu (2023), equation 11. Cost: O(β × coins touched).
 *
 * @param treated 1 for each block that is treated
 */
export function lowOrderWeights(touched: TouchedBlocks, treated: Uint8Array, order: number): Float64Array {
  const all = touched.chance.map((p, b) => (treated[b] === 1 ? (1 - p) / p : -1));
  const none = touched.chance.map((p, b) => (treated[b] === 1 ? -1 : p / (1 - p)));
  const minus = symmetricSums(touched, none, order);
  return symmetricSums(touched, all, order).map((sum, i) => sum - minus[i]!);
}

/**
 * E ω_i² of the weights, exact before anything is drawn: products over different subsets are uncorrelated, so it is
 * Σ [Π (1 − p) − Π (−p)]² Π 1/(p (1 − p)), three sums of the same kind. Cost: O(β × coins touched).
 */
export function lowOrderSquares(touched: TouchedBlocks, order: number): Float64Array {
  const { chance } = touched;
  const both = symmetricSums(touched, new Float64Array(chance.length).fill(-1), order);
  const against = symmetricSums(
    touched,
    chance.map((p) => (1 - p) / p),
    order,
  );
  return symmetricSums(
    touched,
    chance.map((p) => p / (1 - p)),
    order,
  ).map((sum, i) => sum - 2 * both[i]! + against[i]!);
}

/** e₁ + … + e_β of the terms that each able agent touches: the sums of products of 1, 2, … β of them. Orders 1 and 2, which are used most, are written out. */
function symmetricSums(
  { offsets, blocks, able }: TouchedBlocks,
  term: Float64Array,
  order: number,
): Float64Array {
  const sums = new Float64Array(able.length);
  let largest = 0;
  for (let i = 0; i < able.length; i++) largest = Math.max(largest, offsets[i + 1]! - offsets[i]!);
  const most = Math.min(order, largest);
  const e = new Float64Array(most + 1);
  for (let i = 0; i < able.length; i++) {
    if (able[i] === 0) continue;
    const [start, end] = [offsets[i]!, offsets[i + 1]!];
    if (order <= 2) {
      let [single, pairs] = [0, 0];
      for (let t = start; t < end; t++) {
        const x = term[blocks[t]!]!;
        pairs += single * x;
        single += x;
      }
      sums[i] = order === 1 ? single : single + pairs;
      continue;
    }
    e.fill(0);
    e[0] = 1;
    for (let t = start; t < end; t++) {
      const x = term[blocks[t]!]!;
      for (let k = Math.min(most, t - start + 1); k >= 1; k--) e[k]! += e[k - 1]! * x;
    }
    for (let k = 1; k <= most; k++) sums[i]! += e[k]!;
  }
  return sums;
}
