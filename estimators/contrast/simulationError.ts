import { sum } from "../../src/core/numbers/sum.ts";
import type { Seen, VarianceSetting } from "../variance/PreparedVariance.ts";

/**
 * Monte Carlo standard error of an estimate whose probabilities are simulated, given the data. Draw r moves the estimate
 * by c_r = Σ s_k V_k/(π̂_k² T) 1[k in draw r] over what was seen, to first order, so the error is sd(c)/√R; this keeps the
 * correlation between the probabilities of different agents. V is the outcome and T the size of the population for
 * Horvitz–Thompson, V the residual and T the sum of weights for Hájek (whose divisor moves with the probabilities too).
 * Where probabilities are averages over a sample of structures, c_r is Σ s_k V_k/(π̂_k² T) π_k under structure r. Smoothing
 * multiplies it by R/(R + 1), which is left out. Undefined when probabilities are exact. Cost O(agents seen × draws).
 *
 * @param totals T of the first and of the second condition.
 */
export function simulationError(
  { probabilities, levels, population }: VarianceSetting,
  { condition, value }: Seen,
  totals: readonly [number, number],
): number | undefined {
  const { simulated, averaged, marginals, conditions } = probabilities;
  if (averaged) {
    const terms: (readonly [number, number])[] = [];
    for (const i of population) {
      const level = condition[i]!;
      if (level !== levels[0] && level !== levels[1]) continue;
      const row = i * conditions.length + level;
      const step = level === levels[0] ? value[i]! / totals[0] : -value[i]! / totals[1];
      terms.push([row, step / marginals[row]! ** 2]);
    }
    return averaged.errorOf(terms);
  }
  if (!simulated) return undefined;
  const { draws, words, bits } = simulated;
  const moved = new Float64Array(draws);
  for (const i of population) {
    const level = condition[i]!;
    if (level !== levels[0] && level !== levels[1]) continue;
    const row = i * conditions.length + level;
    const p = marginals[row]!;
    const step = (level === levels[0] ? value[i]! / totals[0] : -value[i]! / totals[1]) / (p * p);
    for (let w = 0; w < words; w++) {
      for (let left = bits[row * words + w]!; left !== 0; left &= left - 1)
        moved[32 * w + 31 - Math.clz32(left & -left)]! += step;
    }
  }
  const mean = sum(moved) / draws;
  const spread = sum(moved.map((c) => (c - mean) ** 2)) / (draws - 1);
  return Math.sqrt(spread / draws);
}
