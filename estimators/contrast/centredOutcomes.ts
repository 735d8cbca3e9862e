import { sum } from "../../src/core/numbers/sum.ts";
import { remember } from "../../src/core/remember.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import type { Observed } from "../ExperimentData.ts";
import { exactVariance } from "../variance/exactVariance.ts";
import type { VarianceSetting } from "../variance/PreparedVariance.ts";
import { varianceMethod } from "../variance/varianceMethod.ts";
import type { VarianceSettingName } from "../variance/varianceSetting.ts";
import type { WeightedMeans } from "./WeightedMeans.ts";

/** Outcomes that lie more than so many times their spread from 0 lose digits in squares, and more than so many in sums. */
const [FAR_FOR_SQUARES, FAR_FOR_SUMS] = [1e3, 1e6];
/** What counts as 0 in a form with rounding errors: so many times its size, and more for more agents. */
const ZERO = 1e-12;

/**
 * Outcomes less their mean, where a constant added to all outcomes changes nothing in truth and would only cost digits or width; undefined where outcomes are to
 * stay as they are.
 *
 * Hájek's estimate never depends on a constant: outcomes very far from 0 are centred. Horvitz and Thompson's does not
 * where the design fixes the sum of the weights of both conditions (fixed counts with equal chances in each stratum). There a variance
 * formula that depends on a constant all the same, as bounds do of outcomes that cannot be seen together, gets centred outcomes; one that does
 * not gets them only where squares of a large constant would have to cancel. Under coins Horvitz and Thompson's error
 * rightly depends on a constant.
 *
 * @param seen agents seen in the first and in the second condition.
 */
export function centredOutcomes(
  data: Observed,
  setting: VarianceSetting,
  seen: readonly [readonly number[], readonly number[]],
  means: WeightedMeans,
  variance: VarianceSettingName,
): Float64Array | undefined {
  const agents = [...seen[0], ...seen[1]];
  if (seen[0].length === 0 || seen[1].length === 0) return undefined;
  const { centred, distance } = withoutMean(data.outcome, agents);
  if (means.centred) return distance > FAR_FOR_SUMS ? centred : undefined;
  if (!weightsAddUp(setting, seen) || !weightsAreFixed(setting)) return undefined;
  return distance > FAR_FOR_SQUARES || !ignoresConstant(data, setting, agents, centred, variance)
    ? centred
    : undefined;
}

/** Outcomes less the mean of those seen, and how many times their spread they lie from 0; 0 when all are 0. */
export function withoutMean(
  outcome: Float64Array,
  agents: readonly number[],
): { readonly centred: Float64Array; readonly distance: number } {
  const centred = outcome.slice();
  const scale = agents.reduce((most, i) => Math.max(most, Math.abs(outcome[i]!)), 0);
  if (scale === 0) return { centred, distance: 0 };
  // The mean of shares of the largest outcome: a sum of outcomes may overflow.
  const mean = scale * (sum(agents.map((i) => outcome[i]! / scale)) / agents.length);
  let spread = 0;
  for (const i of agents) {
    centred[i] = outcome[i]! - mean;
    spread = Math.max(spread, Math.abs(centred[i]!));
  }
  return { centred, distance: scale / spread };
}

/** Whether the weights of both conditions add up to the population in this sample. */
function weightsAddUp(
  { probabilities, levels, population }: VarianceSetting,
  seen: readonly [readonly number[], readonly number[]],
): boolean {
  const { marginals, conditions } = probabilities;
  const size = population.length;
  return levels.every((level, a) => {
    const weight = sum(seen[a as 0 | 1].map((i) => 1 / marginals[i * conditions.length + level]!));
    return Math.abs(weight - size) <= ZERO * size * Math.sqrt(size);
  });
}

/** Contrasts of one design whose answer is kept. */
const MOST_KEPT = 12;
const known = new WeakMap<ExposureProbabilities, Map<string, boolean>>();

/** Whether they do in every sample: then the weighted count of a condition has no variance. */
function weightsAreFixed(setting: VarianceSetting): boolean {
  const { probabilities, levels, population } = setting;
  if (probabilities.method !== "exact") return false;
  const kept = known.get(probabilities) ?? new Map<string, boolean>();
  known.set(probabilities, kept);
  return remember(
    kept,
    `${levels.join()} ${population.join()}`,
    () => {
      const { n } = probabilities.network;
      const variance = exactVariance(setting);
      const [ones, zeros] = [new Float64Array(n).fill(1), new Float64Array(n)];
      const { marginals, conditions } = probabilities;
      return levels.every((level, a) => {
        const own = sum(population.map((i) => 1 / marginals[i * conditions.length + level]!));
        const found = a === 0 ? variance(ones, zeros) : variance(zeros, ones);
        return Math.abs(found) <= (ZERO * Math.max(10, n) * own) / population.length ** 2;
      });
    },
    MOST_KEPT,
  );
}

/** Whether a variance formula has the same value for outcomes with and without a constant, but for rounding. */
function ignoresConstant(
  { condition }: Observed,
  setting: VarianceSetting,
  agents: readonly number[],
  centred: Float64Array,
  variance: VarianceSettingName,
): boolean {
  const { marginals, conditions } = setting.probabilities;
  const size = setting.population.length;
  const { formula } = varianceMethod(setting, variance, false);
  const spread = agents.reduce((most, i) => Math.max(most, Math.abs(centred[i]!)), 0);
  const at = (constant: number, part: number): number => {
    const value = new Float64Array(centred.length);
    for (const i of agents) value[i] = constant + part * (spread === 0 ? 0 : centred[i]! / spread);
    return formula({ condition, value }, value);
  };
  const squares = sum(agents.map((i) => marginals[i * conditions.length + condition[i]!]! ** -2));
  const zero = (ZERO * Math.max(10, size) * squares) / size ** 2;
  // The form of the constant with itself, and with the outcomes.
  return Math.abs(at(1, 0)) <= zero && Math.abs(at(1, 1) - at(-1, 1)) <= 4 * zero;
}
