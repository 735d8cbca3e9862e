import { compensatedSum } from "../../src/core/numbers/sum.ts";
import type { AveragedParts } from "../../src/probability/PairProbabilities.ts";
import type { PreparedVariance, VarianceSetting } from "./PreparedVariance.ts";

/**
 * The dependency bound under a mixture of structures: never negative, without joint probabilities, conservative in
 * expectation. Write x_i for an agent's contribution to the estimate and r_im = π_i(m)/π_i for how much likelier its condition
 * is under structure m than on average. By the law of total variance,
 *
 * Var Σx = E_m Var(Σx | m) + E_m (E(Σx | m) − E Σx)² ≤ E Σ_i h_i x_i² + E_m E (Σ_i x_i (r_im − 1))²,
 *
 * h_i = Σ_m w_m g_im r_im, where g_im is the number of agents on which agent i's condition may depend under m: the first part
 * is the bound of each structure, weighted by how likely it makes what was seen, and the second exceeds what it stands for by
 * the variance of the inner sum. Far below n Σ x², the bound for agents who are all dependent.
 *
 * Cost: O(structures × n) to prepare, O(structures × agents seen) for each evaluation, and the marginals of the structures
 * each time where they are too many to keep.
 */
export function mixtureBound(
  { probabilities, levels, population }: VarianceSetting,
  parts: AveragedParts,
): PreparedVariance {
  const { marginals, conditions } = probabilities;
  const width = conditions.length;
  const weightOf = new Float64Array(marginals.length);
  parts.forEach((found, weight, dependents) => {
    const count = dependents();
    for (const i of population) {
      const most = Math.min(count[i]!, population.length);
      for (const level of levels) {
        const k = i * width + level;
        weightOf[k]! += (weight * most * found[k]!) / marginals[k]!;
      }
    }
  });
  return ({ condition, value }) => {
    const entries: number[] = [];
    const shares: number[] = [];
    const total = compensatedSum();
    for (const i of population) {
      const level = condition[i]!;
      if (level !== levels[0] && level !== levels[1]) continue;
      const k = i * width + level;
      const x = ((level === levels[0] ? 1 : -1) * value[i]!) / marginals[k]!;
      total.add(weightOf[k]! * x * x);
      entries.push(k);
      shares.push(x);
    }
    parts.forEach((found, weight) => {
      let moved = 0;
      for (const [place, k] of entries.entries()) moved += shares[place]! * (found[k]! / marginals[k]! - 1);
      total.add(weight * moved * moved);
    });
    return total.value / population.length ** 2;
  };
}
