import { blocksOf } from "../contrast/effectiveSize.ts";
import { hajekResiduals } from "../variance/constantEffects.ts";
import type { VarianceSetting } from "../variance/PreparedVariance.ts";

/** Outcomes of every agent of a population in the first and in the second condition, by agent. */
export interface Schedule {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Conditions' means and everybody's deviations, from which outcomes in other conditions are imputed. */
interface Deviations {
  readonly mean: readonly (number | undefined)[];
  /** Of each agent from the mean of its own condition. */
  readonly error: Float64Array;
  /** Standard deviation in each condition, 0 where outcomes do not vary; undefined where fewer than two blocks were seen. */
  readonly spread: readonly (number | undefined)[];
}

/**
 * What everybody's outcomes would be if every condition added the same to everybody's outcome: Y_i(a) = μ̂(a) + e_i. Every agent
 * of the population is used, also those in other conditions than the two compared: constant effects between *all*
 * conditions say that an agent's deviation from the mean of its own condition is the same in every condition. μ̂ is the
 * Hájek mean, e_i = r_i √(m/(m − 1)) the agent's residual from the mean of its own condition, scaled because residuals of m
 * independent blocks (agents, or clusters) from their own mean are too small by that factor.
 */
export function imputeOutcomes(setting: VarianceSetting, seen: EveryOutcome): Schedule {
  const { mean, error } = deviationsIn(setting, seen);
  const [first, second] = setting.levels.map((level) => mean[level] ?? 0);
  return { first: error.map((e) => first! + e), second: error.map((e) => second! + e) };
}

/**
 * The same with the spread of each condition its own: Y_i(a) = μ̂(a) + s(a) z_i, with s the standard deviation in a condition and
 * z_i = e_i/s(c_i) the agent's deviation in units of that of its own. Constant effects let a condition with many agents lend its spread
 * to one with few, which may vary more. Agents of a condition where nothing varies, or only one was seen, take the z of the others in
 * turn. Undefined where the spread in one of the two conditions cannot be told, or nobody varies.
 */
export function imputeWithOwnSpread(setting: VarianceSetting, seen: EveryOutcome): Schedule | undefined {
  const { mean, error, spread } = deviationsIn(setting, seen);
  const { condition } = seen;
  const [first, second] = setting.levels.map((level) => spread[level]);
  if (first === undefined || second === undefined) return undefined;
  const known = setting.population.filter((i) => (spread[condition[i]!] ?? 0) > 0);
  if (known.length === 0) return undefined;
  const unit = new Float64Array(error.length);
  for (const i of known) unit[i] = error[i]! / spread[condition[i]!]!;
  let next = 0;
  for (const i of setting.population)
    if ((spread[condition[i]!] ?? 0) === 0) unit[i] = unit[known[next++ % known.length]!]!;
  const [a, b] = setting.levels.map((level) => mean[level] ?? 0);
  return { first: unit.map((z) => a! + first * z), second: unit.map((z) => b! + second * z) };
}

type EveryOutcome = { readonly condition: Uint8Array; readonly outcome: Float64Array };

function deviationsIn(setting: VarianceSetting, seen: EveryOutcome): Deviations {
  const { condition } = seen;
  const { residual, mean } = hajekResiduals(setting, seen);
  const { law } = setting.probabilities;
  const members = mean.map((_, c) => setting.population.filter((i) => condition[i] === c));
  const scale = members.map((agents) => {
    const m = blocksOf(law, agents);
    return m > 1 ? Math.sqrt(m / (m - 1)) : 1;
  });
  const error = residual.map((r, i) => r * scale[condition[i]!]!);
  const spread = members.map((agents) => {
    if (blocksOf(law, agents) < 2) return undefined;
    const squares = agents.reduce((total, i) => total + error[i]! ** 2, 0);
    const level = agents.reduce((most, i) => Math.max(most, Math.abs(seen.outcome[i]!)), 0);
    const sd = Math.sqrt(squares / agents.length);
    return sd > 1e-12 * level ? sd : 0;
  });
  return { mean, error, spread };
}
