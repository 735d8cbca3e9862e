import type { VarianceSetting } from "./PreparedVariance.ts";

/** Pairs up to this number are kept in memory (8 bytes each) to find the eigenvalue; above it, one visit bounds it by the largest number of dependents. */
const MOST_EIGENVALUE_PAIRS = 2e7;

/** Steps of the power iteration, each O(pairs), and how near to each other the two sides have to come to stop earlier. */
const STEPS = 200;
const CLOSE = 1e-6;

/**
 * The largest eigenvalue of the 0/1 dependence matrix of the population, from above: power iteration with the upper side
 * of Collatz and Wielandt, λ ≤ max_i (Mv)_i / v_i for every positive v, so that it is never below the truth however early it stops.
 */
export function dependenceEigenvalue({ probabilities, population }: VarianceSetting): number {
  const { pairs, network } = probabilities;
  const size = population.length;
  if (pairs.far !== "independent") return size;
  const position = new Int32Array(network.n).fill(-1);
  population.forEach((i, p) => {
    position[i] = p;
  });
  const rows = new Float64Array(size).fill(1);
  const kept = pairs.nearBound <= MOST_EIGENVALUE_PAIRS;
  const first = new Uint32Array(kept ? pairs.nearBound : 0);
  const second = new Uint32Array(first.length);
  let count = 0;
  pairs.forEachNear((i, j) => {
    const p = position[i]!;
    const q = position[j]!;
    if (p < 0 || q < 0) return;
    rows[p]!++;
    rows[q]!++;
    if (!kept) return;
    first[count] = p;
    second[count++] = q;
  });
  let vector = rows;
  let upper = rows.reduce((most, row) => Math.max(most, row), 0);
  if (!kept) return upper;
  for (let step = 0; step < STEPS; step++) {
    const next = vector.slice();
    for (let e = 0; e < count; e++) {
      next[first[e]!]! += vector[second[e]!]!;
      next[second[e]!]! += vector[first[e]!]!;
    }
    let above = 0;
    let product = 0;
    let square = 0;
    let scale = 0;
    for (let p = 0; p < size; p++) {
      above = Math.max(above, next[p]! / vector[p]!);
      product += next[p]! * vector[p]!;
      square += vector[p]! * vector[p]!;
      scale = Math.max(scale, next[p]!);
    }
    upper = Math.min(upper, above);
    if (upper - product / square <= CLOSE * upper) break;
    // Any positive vector gives a bound; a small entry must only not become 0.
    vector = next.map((x) => Math.max(x / scale, 1e-200));
  }
  return upper;
}
