import { compensatedSum } from "../../src/core/numbers/sum.ts";
import type { PreparedVariance, VarianceSetting } from "./PreparedVariance.ts";

/** Pairs up to this number are kept in memory (8 bytes each) to find the eigenvalue; above it, one visit bounds it by the largest number of dependents. */
export const MOST_EIGENVALUE_PAIRS = 2e7;

/** Steps of the power iteration, each O(pairs), and how near to each other the two sides have to come to stop earlier. */
const STEPS = 200;
const CLOSE = 1e-6;

/**
 * A bound without joint probabilities, never negative: n⁻² λ Σ x_i², where x_i = V_i/π_i is an agent's part of the estimate
 * and λ the largest eigenvalue of the 0/1 matrix of which agents of the population may depend on each other (itself included).
 * Var(Σ x_i) = Σ_ij Cov(x_i, x_j) ≤ Σ_ij M_ij sd_i sd_j ≤ λ Σ E x_i². One number for all agents where the dependency bound takes
 * each agent's own number of dependents: tighter where hubs have large contributions, looser where others have. Under fixed
 * counts λ is the size of the population.
 *
 * Cost: O(pairs × up to 200 steps) to prepare, O(agents) to evaluate.
 */
export function eigenvalueBound(setting: VarianceSetting): PreparedVariance {
  const { marginals, conditions } = setting.probabilities;
  const { levels, population } = setting;
  const largest = dependenceEigenvalue(setting);
  return ({ condition, value }) => {
    const total = compensatedSum();
    for (const i of population) {
      if (condition[i] !== levels[0] && condition[i] !== levels[1]) continue;
      const x = value[i]! / marginals[i * conditions.length + condition[i]!]!;
      total.add(x * x);
    }
    return (largest * total.value) / population.length ** 2;
  };
}

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
