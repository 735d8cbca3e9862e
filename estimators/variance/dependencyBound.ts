import { compensatedSum } from "../../src/core/numbers/sum.ts";
import { wantVarianceSetting } from "../contrast/wantVarianceSetting.ts";
import { mixtureBound } from "./mixtureBound.ts";
import type { PreparedVariance, VarianceSetting } from "./PreparedVariance.ts";

/**
 * A variance bound that needs no joint probabilities and is never negative: n⁻² Σ g_i x_i², where x_i is an agent's
 * contribution to the estimate and g_i the number of agents on which its condition may depend, itself included.
 * Var(Σ x_i) ≤ Σ g_i E x_i², because 2 Cov(x_i, x_j) ≤ E x_i² + E x_j² (after centring) and other pairs are uncorrelated.
 * Loose: for a design with fixed counts every g_i is n. Where probabilities are averages over clusterings, {@link mixtureBound}.
 * Cost: O(near pairs).
 */
export function dependencyBound(setting: VarianceSetting): PreparedVariance {
  wantVarianceSetting("dependencyBound", setting);
  const { probabilities, levels, population } = setting;
  if (probabilities.averaged) return mixtureBound(setting, probabilities.averaged);
  const { marginals, conditions, pairs } = probabilities;
  const dependents = pairs.dependents();
  return ({ condition, value }) => {
    const total = compensatedSum();
    for (const i of population) {
      if (condition[i] !== levels[0] && condition[i] !== levels[1]) continue;
      const x = value[i]! / marginals[i * conditions.length + condition[i]!]!;
      total.add(Math.min(dependents[i]!, population.length) * x * x);
    }
    return total.value / population.length ** 2;
  };
}
