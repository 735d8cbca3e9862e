import { compensatedSum } from "../../src/core/numbers/sum.ts";
import type { ExposureProbabilities, PairLaw } from "../../src/probability/PairProbabilities.ts";
import type { SumMoments } from "./mixtureVariance.ts";

/**
 * Mean and variance of a weighted sum of conditions under a design, from its exact probabilities: Var Σ_k w_k 1_k =
 * Σ_kl w_k w_l (π_kl − π_k π_l). Probabilities of 0 are no trouble: nothing is divided by them.
 *
 * @param levels indexes of the first and second condition
 * @returns Cost of a call: O(near pairs); under fixed counts O(n²), because every pair is dependent.
 */
export function sumMoments(
  probabilities: ExposureProbabilities,
  levels: readonly [number, number],
): SumMoments {
  const { pairs, marginals, conditions, network } = probabilities;
  const { n } = network;
  const pi = (i: number, a: number): number => marginals[i * conditions.length + levels[a]!]!;
  const dependent = (visit: (i: number, j: number, law: PairLaw) => void): void => {
    if (pairs.far === "independent") pairs.forEachNear(visit);
    else for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) visit(i, j, pairs.law(i, j));
  };
  return (first, second) => {
    const weight = (i: number, a: number): number => (a === 0 ? first[i]! : -second[i]!);
    const mean = compensatedSum();
    const variance = compensatedSum();
    for (let i = 0; i < n; i++) {
      const both = weight(i, 0) * pi(i, 0) + weight(i, 1) * pi(i, 1);
      mean.add(both);
      variance.add(weight(i, 0) ** 2 * pi(i, 0) + weight(i, 1) ** 2 * pi(i, 1) - both ** 2);
    }
    dependent((i, j, law) => {
      let pair = 0;
      for (let m = 0; m < 4; m++) {
        const a = m >> 1;
        const b = m & 1;
        const joint = law.possible(levels[a]!, levels[b]!) ? law.joint(levels[a]!, levels[b]!) : 0;
        pair += weight(i, a) * weight(j, b) * (joint - pi(i, a) * pi(j, b));
      }
      variance.add(2 * pair);
    });
    return { mean: mean.value, variance: variance.value };
  };
}
