import { blocksOf } from "../contrast/effectiveSize.ts";
import { hajekResiduals } from "../variance/constantEffects.ts";
import type { VarianceSetting } from "../variance/PreparedVariance.ts";

/**
 * Degrees of freedom of what the spread seen in the two conditions says of the error of a contrast, by Welch (1947) and
 * Satterthwaite (1946): ν = (V₁ + V₂)²/(V₁²/(m₁ − 1) + V₂²/(m₂ − 1)), with V_a = s_a² Σw²/(Σw)² the variance of a weighted mean of
 * independent outcomes, w = 1/π, s_a their standard deviation around the Hájek mean, and m_a the number of agents (clusters,
 * where clusters are randomized) seen in the condition. At least 1. Cost: O(population).
 */
export function spreadDegrees(
  setting: VarianceSetting,
  seen: { readonly condition: Uint8Array; readonly outcome: Float64Array },
): number {
  const { probabilities, levels, population } = setting;
  const { marginals, conditions, law } = probabilities;
  const { residual } = hajekResiduals(setting, seen);
  let total = 0;
  let squares = 0;
  for (const level of levels) {
    const members = population.filter((i) => seen.condition[i] === level);
    const degrees = Math.max(1, blocksOf(law, members) - 1);
    let sum = 0;
    let own = 0;
    let deviations = 0;
    for (const i of members) {
      const weight = 1 / marginals[i * conditions.length + level]!;
      sum += weight;
      own += weight * weight;
      deviations += residual[i]! ** 2;
    }
    if (sum === 0) continue;
    const variance = (deviations / degrees) * (own / sum ** 2);
    total += variance;
    squares += variance ** 2 / degrees;
  }
  return squares === 0 ? 1 : Math.max(1, total ** 2 / squares);
}
