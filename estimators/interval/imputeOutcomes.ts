import { blocksOf } from "../contrast/effectiveSize.ts";
import { hajekResiduals } from "../variance/constantEffects.ts";
import type { VarianceSetting } from "../variance/PreparedVariance.ts";

/** Outcomes of every agent of a population in the first and in the second condition, by agent. */
export interface Schedule {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/**
 * What everybody's outcomes would be if every condition added the same to everybody's outcome: Y_i(a) = μ̂(a) + e_i. Every agent
 * of the population is used, also those in other conditions than the two compared: constant effects between *all*
 * conditions say that an agent's deviation from the mean of its own condition is the same in every condition. μ̂ is the
 * Hájek mean, e_i = r_i √(m/(m − 1)) the agent's residual from the mean of its own condition, scaled because residuals of m
 * independent blocks (agents, or clusters) from their own mean are too small by that factor.
 */
export function imputeOutcomes(
  setting: VarianceSetting,
  seen: { readonly condition: Uint8Array; readonly outcome: Float64Array },
): Schedule {
  const { condition } = seen;
  const { residual, mean } = hajekResiduals(setting, seen);
  const { law } = setting.probabilities;
  const scale = mean.map((_, c) => {
    const m = blocksOf(
      law,
      setting.population.filter((i) => condition[i] === c),
    );
    return m > 1 ? Math.sqrt(m / (m - 1)) : 1;
  });
  const error = residual.map((r, i) => r * scale[condition[i]!]!);
  const [first, second] = setting.levels.map((level) => mean[level] ?? 0);
  return { first: error.map((e) => first! + e), second: error.map((e) => second! + e) };
}
