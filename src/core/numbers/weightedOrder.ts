import type { Rng } from "../rng.ts";
import { shuffle } from "./shuffle.ts";

/**
 * A random order of 0 … n − 1 in which the next item is always each of those left with chance in proportion to its weight
 * (Plackett 1975; Luce 1959): the order of decreasing U_i^(1/w_i) for independent uniform U_i. Drawn item by item from a tree
 * of sums, because logarithms and powers differ in the last bit between engines. Equal weights: a shuffle. Cost: O(n log n),
 * O(n) for equal weights.
 *
 * @param weights one above 0 for each item; or their number n, when all are equal
 */
export function weightedOrder(rng: Rng, weights: number | Float64Array): Uint32Array {
  if (typeof weights === "number")
    return shuffle(
      rng,
      Uint32Array.from({ length: weights }, (_, i) => i),
    );
  const n = weights.length;
  let leaves = 1;
  while (leaves < n) leaves *= 2;
  // Node k has the children 2k and 2k + 1, and item i is the leaf leaves + i.
  const sums = new Float64Array(2 * leaves);
  sums.set(weights, leaves);
  for (let k = leaves - 1; k > 0; k--) sums[k] = sums[2 * k]! + sums[2 * k + 1]!;
  const order = new Uint32Array(n);
  for (let place = 0; place < n; place++) {
    let left = rng.uniform() * sums[1]!;
    let k = 1;
    while (k < leaves) {
      k *= 2;
      // Rounding must not lead into a branch from which all were drawn: its sum is exactly 0.
      if (sums[k] === 0 || (left >= sums[k]! && sums[k + 1]! > 0)) left -= sums[k++]!;
    }
    order[place] = k - leaves;
    sums[k] = 0;
    // Sums are added anew, not reduced, so that nothing builds up.
    for (k >>= 1; k > 0; k >>= 1) sums[k] = sums[2 * k]! + sums[2 * k + 1]!;
  }
  return order;
}

/**
 * Every order of 0 … n − 1 with its probability under {@link weightedOrder}. The array is the same for all visits. Cost: O(n × n!).
 */
export function eachOrder(
  weights: Float64Array,
  visit: (order: Uint32Array, probability: number) => void,
): void {
  const n = weights.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const from = (place: number, probability: number): void => {
    if (place === n) {
      visit(order, probability);
      return;
    }
    let left = 0;
    for (let k = place; k < n; k++) left += weights[order[k]!]!;
    for (let k = place; k < n; k++) {
      const chosen = order[k]!;
      order[k] = order[place]!;
      order[place] = chosen;
      from(place + 1, (probability * weights[chosen]!) / left);
      order[place] = order[k]!;
      order[k] = chosen;
    }
  };
  from(0, 1);
}
