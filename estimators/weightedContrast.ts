import { compensatedSum } from "../src/core/sum.ts";
import { aronowSamii } from "./aronowSamii.ts";
import { type ContrastData, contrastData } from "./contrastData.ts";
import { dependencyBound } from "./dependencyBound.ts";
import type { Contrast, Estimate, EstimateRow, Observed } from "./Estimator.ts";
import { effectiveSize, waldDegrees } from "./effectiveSize.ts";
import { simulationError } from "./simulationError.ts";
import type { Seen, VarianceSetting } from "./VarianceFormula.ts";
import { waldInterval } from "./waldInterval.ts";

/** Pairs up to this number are visited for a variance; above it the bound without joint probabilities is used. */
const MOST_PAIRS = 1e8;
/** Under fixed counts, up to this number of types of agents are compared with each other for the same purpose. */
const MOST_TYPES = 1000;

/** Sums of one condition: Σ Y/π and Σ 1/π over the agents seen in it. */
export interface WeightedSums {
  readonly outcome: number;
  readonly weight: number;
}

/** How an estimator by inverse probabilities makes its means: everything else is the same for all of them. */
export interface WeightedMeans {
  readonly name: string;
  /** What Σ Y/π is divided by to be the mean outcome of a condition. */
  total(sums: WeightedSums, population: number): number;
  /** Whether the variance is that of residuals Y − mean instead of outcomes. */
  readonly centred: boolean;
  /** Whether a condition without agents counts as 0 instead of giving no estimate. */
  readonly emptyIsZero: boolean;
}

/** A contrast of two means by inverse probability weights, with its variance and interval, or why there is none. */
export function weightedContrast(data: Observed, contrast: Contrast, means: WeightedMeans): EstimateRow {
  const selected = contrastData(data, contrast);
  const { head, levels, population, seen } = selected;
  const row = { ...head, estimator: means.name, naive: false };
  if (population.length === 0) {
    return { ...row, because: `no agent can be in both ${contrast.first} and ${contrast.second}` };
  }
  const empty = [contrast.first, contrast.second].filter((_, a) => seen[a as 0 | 1].length === 0);
  if (empty.length > 0 && !means.emptyIsZero) {
    return { ...row, because: `no agent is in condition ${empty.join(" nor in ")}` };
  }
  const sums = levels.map((level, a) => sumsOf(data, seen[a as 0 | 1], level));
  const totals = sums.map((one) => means.total(one, population.length));
  const mean = sums.map(({ outcome }, a) => outcome / totals[a]!);
  const estimate = mean[0]! - mean[1]!;
  const value = data.outcome.slice();
  if (means.centred) for (const a of [0, 1] as const) for (const i of seen[a]) value[i]! -= mean[a]!;
  const setting: VarianceSetting = { probabilities: data.probabilities, levels, population };
  const shown: Seen = { condition: data.condition, value };
  const mcse = simulationError(setting, shown, [totals[0]!, totals[1]!]);
  const found: Estimate = {
    ...row,
    estimate,
    confidence: data.confidence,
    ...(mcse === undefined ? {} : { mcse }),
  };
  const noted =
    empty.length === 0
      ? found
      : {
          ...found,
          notes: [
            ...found.notes,
            `no agent is in condition ${empty.join(" nor in ")}, which counts as a mean of 0: only so the estimator is unbiased`,
          ],
        };
  const few = [contrast.first, contrast.second].filter((_, a) => seen[a as 0 | 1].length < 2);
  if (few.length > 0)
    return {
      ...noted,
      withheld: `a standard error needs two agents in each condition, and ${few.join(" and ")} has fewer`,
    };
  if (isFlat(data.outcome, value, [...seen[0], ...seen[1]])) return { ...noted, withheld: NO_VARIATION };
  return withInterval(noted, setting, shown, selected);
}

/** Why there is no interval when a sample varies nowhere: an interval of no length would claim certainty. */
export const NO_VARIATION =
  "the outcomes seen show no variation, so they say nothing about the error of the estimate";

/** Whether all values that a variance would be made of are 0 but for rounding. */
function isFlat(outcome: Float64Array, value: Float64Array, seen: readonly number[]): boolean {
  let scale = 0;
  let most = 0;
  for (const i of seen) {
    scale = Math.max(scale, Math.abs(outcome[i]!));
    most = Math.max(most, Math.abs(value[i]!));
  }
  return most <= 1e-12 * scale;
}

function sumsOf(
  { outcome, probabilities }: Observed,
  agents: readonly number[],
  level: number,
): WeightedSums {
  const outcomes = compensatedSum();
  const weights = compensatedSum();
  for (const i of agents) {
    const weight = 1 / probabilities.marginals[i * probabilities.conditions.length + level]!;
    outcomes.add(outcome[i]! * weight);
    weights.add(weight);
  }
  return { outcome: outcomes.value, weight: weights.value };
}

function withInterval(
  found: Estimate,
  setting: VarianceSetting,
  shown: Seen,
  { levels, seen }: ContrastData,
): Estimate {
  const { probabilities } = setting;
  const { nearBound, far } = probabilities.pairs;
  const sparse = nearBound <= MOST_PAIRS && (far === "independent" || far.count <= MOST_TYPES);
  let variance = sparse ? aronowSamii(setting)(shown).total : dependencyBound(setting)(shown);
  let varianceMethod = sparse ? "aronow-samii" : "dependency-bound";
  const notes = [...found.notes];
  if (!sparse) {
    notes.push(
      "too many pairs of agents may be dependent to look at each: the variance is a bound without joint probabilities",
    );
  }
  if (variance < 0) {
    variance = dependencyBound(setting)(shown);
    varianceMethod = "dependency-bound";
    notes.push(
      "the Aronow–Samii estimate of the variance was negative in this sample: the dependency bound takes its place",
    );
  }
  const size = levels.map((level, a) => effectiveSize(probabilities, seen[a as 0 | 1], level));
  return {
    ...found,
    variance,
    se: Math.sqrt(variance),
    varianceMethod,
    ...waldInterval(found.estimate, variance, waldDegrees(size[0]!, size[1]!), found.confidence),
    notes,
  };
}
