import { wantArgument } from "../../src/core/wantArgument.ts";
import { wantVarianceSetting } from "../contrast/wantVarianceSetting.ts";
import { exactVariance } from "./exactVariance.ts";
import type { VarianceSetting } from "./PreparedVariance.ts";

/**
 * Everybody's outcomes, not only those seen in the contrast's two conditions: `outcome` is read for every agent of the
 * population, whatever its condition.
 */
interface EveryOutcome {
  readonly condition: Uint8Array;
  /** The outcomes themselves, not residuals. */
  readonly outcome: Float64Array;
}

/** Choices of {@link constantEffects}. */
export interface ConstantEffectsSettings {
  /** Whether the variance is that of the Hájek contrast, linearised, instead of Horvitz–Thompson. Default false. */
  readonly centred?: boolean;
}

/**
 * The variance that the contrast would have if a condition added the same to everybody's outcome: Y_i(a) = μ̂(a) + r_i, with
 * μ̂ the Hájek mean of a condition and r_i the agent's residual from the mean of the condition it is in (any condition, not
 * only the two compared). The variance of that full schedule is exact, so nothing is bounded; for Hájek the schedule is
 * r_i in both conditions. Undefined when nobody is in one of the two conditions.
 *
 * NOT conservative where effects differ between agents: a second opinion, and a basis for redrawing the design, not a
 * promise. Cost: that of `exactVariance`.
 *
 * An agent in a condition whose probability came out as 0 in simulation carries no weight in the mean of that condition,
 * and has residual 0 where that leaves no mean.
 */
export function constantEffects(
  setting: VarianceSetting,
  given: ConstantEffectsSettings = {},
): (seen: EveryOutcome) => number | undefined {
  wantArgument("constantEffects", "settings", given);
  const { centred = false } = given;
  wantVarianceSetting("constantEffects", setting);
  const variance = exactVariance(setting);
  return (seen) => {
    const { residual, mean } = hajekResiduals(setting, seen);
    const [first, second] = setting.levels.map((level) => mean[level]);
    if (first === undefined || second === undefined) return undefined;
    if (centred) return variance(residual, residual);
    return variance(
      residual.map((r) => first + r),
      residual.map((r) => second + r),
    );
  };
}

/** Hájek mean of each condition over the population, undefined where nobody is, and each agent's residual from that of its own. */
export function hajekResiduals(
  { probabilities, population }: VarianceSetting,
  { condition, outcome }: EveryOutcome,
): { readonly mean: readonly (number | undefined)[]; readonly residual: Float64Array } {
  const { conditions, marginals, network } = probabilities;
  const total = new Float64Array(conditions.length);
  const weight = new Float64Array(conditions.length);
  for (const i of population) {
    const c = condition[i]!;
    const p = marginals[i * conditions.length + c]!;
    if (p === 0) continue;
    total[c]! += outcome[i]! / p;
    weight[c]! += 1 / p;
  }
  const mean = Array.from(total, (sum, c) => (weight[c]! > 0 ? sum / weight[c]! : undefined));
  const residual = new Float64Array(network.n);
  for (const i of population) residual[i] = outcome[i]! - (mean[condition[i]!] ?? outcome[i]!);
  return { mean, residual };
}
