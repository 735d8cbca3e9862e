import { compensatedSum } from "../../src/core/numbers/sum.ts";
import { wantVarianceSetting } from "../contrast/wantVarianceSetting.ts";
import { dependenceEigenvalue } from "./dependenceEigenvalue.ts";
import type { PreparedVariance, VarianceSetting } from "./PreparedVariance.ts";

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
  wantVarianceSetting("eigenvalueBound", setting);
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
