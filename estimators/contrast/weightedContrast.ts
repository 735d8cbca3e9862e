import { compensatedSum, sum } from "../../src/core/numbers/sum.ts";
import { present } from "../../src/core/present.ts";
import type { Estimate, EstimateRow } from "../Estimator.ts";
import type { Observed } from "../ExperimentData.ts";
import type { Contrast } from "../Inquiry.ts";
import { chooseInterval, type IntervalChoice } from "../interval/chooseInterval.ts";
import { intervalOf } from "../interval/intervalOf.ts";
import type { IntervalSetting } from "../interval/intervalSetting.ts";
import { type Welch, welch } from "../interval/welch.ts";
import type { Seen, VarianceSetting } from "../variance/PreparedVariance.ts";
import { varianceMethod } from "../variance/varianceMethod.ts";
import type { VarianceSettingName } from "../variance/varianceSetting.ts";
import { centredOutcomes } from "./centredOutcomes.ts";
import { dependsAcross } from "./clusteredVariance.ts";
import { type ContrastData, contrastData } from "./contrastData.ts";
import { blocksOf, effectiveSize } from "./effectiveSize.ts";
import { emptyPopulation } from "./emptyPopulation.ts";
import { resultWarnings } from "./resultWarnings.ts";
import { simulationError } from "./simulationError.ts";
import { BEYOND_NUMBERS } from "./soundRow.ts";
import { topShare } from "./topShare.ts";
import type { WeightedMeans, WeightedSums } from "./WeightedMeans.ts";
import { withClusterErrors } from "./withClusterErrors.ts";

/** Settings that all estimators by inverse probabilities have. */
export interface WeightedSettings {
  /** Formula of the variance. Default `auto`: chosen by the structure of the design. */
  readonly variance: VarianceSettingName;
  /** How the interval is made. Default `auto`: chosen by how many agents the design puts in each condition. */
  readonly interval: IntervalSetting;
}

/** A contrast of two means by inverse probability weights, with its variance and interval, or why there is none. */
export function weightedContrast(
  given: Observed,
  contrast: Contrast,
  means: WeightedMeans,
  settings: WeightedSettings = { variance: "auto", interval: "auto" },
): EstimateRow {
  const selected = contrastData(given, contrast);
  const { head, levels, population, seen } = selected;
  const { expected } = head;
  const { probabilities, manyDataSets } = given;
  const setting: VarianceSetting = { probabilities, levels, population, ...present({ manyDataSets }) };
  const shifted = centredOutcomes(given, setting, seen, means, settings.variance);
  const data = shifted ? { ...given, outcome: shifted } : given;
  const judged = { contrast, probabilities: data.probabilities, expected };
  const row = { ...head, estimator: means.name, naive: false };
  if (population.length === 0) {
    return { ...row, because: emptyPopulation(data, contrast) };
  }
  const empty = [contrast.first, contrast.second].filter((_, a) => seen[a as 0 | 1].length === 0);
  if (empty.length > 0 && !means.emptyIsZero) {
    return { ...row, because: `no agent is in condition ${empty.join(" nor in ")}` };
  }
  if (selected.missing > 0 && !means.centred)
    return {
      ...row,
      because: `${selected.missing} of ${population.length + selected.missing} agents have no outcome, and ${means.name} divides by all of them: what is missing would count as 0, or those who answered as everybody. Use hajek, which supposes that answering does not depend on the condition, or the bounds`,
    };
  const sums = levels.map((level, a) => sumsOf(data, seen[a as 0 | 1], level));
  const totals = sums.map((one) => means.total(one, population.length));
  const mean = sums.map(({ outcome }, a) => outcome / totals[a]!);
  const estimate = mean[0]! - mean[1]!;
  const value = data.outcome.slice();
  if (means.centred) for (const a of [0, 1] as const) for (const i of seen[a]) value[i]! -= mean[a]!;
  const shown: Seen = { condition: data.condition, value };
  const mcse = simulationError(setting, shown, [totals[0]!, totals[1]!]);
  const effective = levels.map((level, a) => effectiveSize(data.probabilities, seen[a as 0 | 1], level));
  const represented = sums.map(({ weight }) => weight / population.length);
  const found: Estimate = {
    ...row,
    estimate,
    confidence: data.confidence,
    effective: [effective[0]!, effective[1]!],
    represented: [represented[0]!, represented[1]!],
    ...present({ mcse }),
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
  const all = [...seen[0], ...seen[1]];
  if (all.some((i) => !(Math.abs(value[i]!) < LARGEST))) return { ...noted, withheld: BEYOND_NUMBERS };
  if (isFlat(given.outcome, value, all)) return { ...noted, withheld: NO_VARIATION };
  const share = topShare(setting, shown);
  const result = withInterval(
    { ...noted, topShare: share },
    { setting, shown, data, means, settings, selected },
  );
  // Of the design alone; said again below with what is known of the sample.
  const design = resultWarnings(judged);
  return {
    ...result,
    warnings: [
      ...resultWarnings({
        ...judged,
        effective: found.effective!,
        topShare: share,
        represented: found.represented!,
        ...present({ interval: result.interval }),
      }),
      ...result.warnings.filter((warning) => !design.includes(warning)),
    ],
  };
}

/** Fourth powers, which degrees of freedom are made of, exist below this. */
const LARGEST = 1e70;

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

interface Task {
  readonly setting: VarianceSetting;
  readonly shown: Seen;
  readonly data: Observed;
  readonly means: WeightedMeans;
  readonly settings: WeightedSettings;
  readonly selected: ContrastData;
}

function withInterval(found: Estimate, task: Task): Estimate {
  const { errorClusters, worlds } = task.data;
  const choice = chooseInterval(task.setting, ofVariance(task.settings), worlds);
  // The variance estimate is right on average over assignments, so the row keeps it; in the one at hand nothing is known of the error.
  if (choice.withheld?.rare === true) {
    const { se: _, ...row } = withDesignErrors(found, task, choice);
    return row;
  }
  if (errorClusters === undefined) return withDesignErrors(found, task, choice);
  const { setting, shown, means, selected } = task;
  const contributions = contributionsOf(setting, shown, selected.seen, means);
  const across = dependsAcross(setting, errorClusters);
  const design = across ? withDesignErrors(found, task, choice) : undefined;
  return withClusterErrors(found, {
    contributions,
    errorClusters,
    seen: selected.seen,
    ...present({ design }),
  });
}

/** Redraws suppose that the exposure mapping is right; where a variance was asked for because it may not be, the interval is made of the variance. */
function ofVariance({ variance, interval }: WeightedSettings): IntervalSetting {
  return variance === "one-hop-further" && interval === "auto" ? "wald" : interval;
}

/** What each agent seen adds to the estimate, residuals in place of outcomes where the estimator is centred: its sum's variance is the estimate's. */
function contributionsOf(
  { probabilities, levels, population }: VarianceSetting,
  { value }: Seen,
  seen: ContrastData["seen"],
  means: WeightedMeans,
): Float64Array {
  const { marginals, conditions } = probabilities;
  const contributions = new Float64Array(value.length);
  levels.forEach((level, a) => {
    const weight = (i: number): number => 1 / marginals[i * conditions.length + level]!;
    const agents = seen[a as 0 | 1];
    const all = means.total({ outcome: 0, weight: sum(agents.map(weight)) }, population.length);
    for (const i of agents) contributions[i] = ((a === 0 ? 1 : -1) * weight(i) * value[i]!) / all;
  });
  return contributions;
}

function withDesignErrors(
  found: Estimate,
  { setting, shown, data, means, settings, selected }: Task,
  choice: IntervalChoice,
): Estimate {
  const { withheld } = choice;
  const { formula, bound, name, reason, note } = varianceMethod(setting, settings.variance, means.centred);
  const notes = [...found.notes, ...(note === undefined ? [] : [note])];
  if (name === "dependency-bound" && reason !== undefined)
    notes.push(`${reason}: the variance is a bound without joint probabilities`);
  let variance = formula(shown, data.outcome);
  let method: string = name;
  if (variance < 0) {
    variance = bound(shown);
    method = "dependency-bound";
    notes.push(
      `the ${name} estimate of the variance was negative in this sample: the dependency bound takes its place`,
    );
  }
  const { n } = selected.head;
  const observations = Math.min(n[0] + n[1], blocksOf(data.probabilities.law, selected.population));
  const { estimate, confidence } = found;
  const effective = found.effective ?? n;
  const spread = (): Welch =>
    welch(setting, shown, {
      formula: (seen) => formula(seen, data.outcome),
      variance,
      centred: means.centred,
    });
  const interval = withheld
    ? { withheld: withheld.because }
    : intervalOf(
        {
          setting,
          means,
          data,
          estimate,
          variance,
          confidence,
          observations,
          spread,
          effective,
          formula,
          bound,
          draws: choice.draws,
        },
        choice,
      );
  const chosen = {
    ...present({ variance: reason, interval: withheld ? undefined : choice.reason }),
  };
  // Residuals that cancel within all that is independent, as in one cluster a condition, leave rounding alone.
  const scale = selected.seen.flat().reduce((most, i) => Math.max(most, Math.abs(shown.value[i]!)), 0);
  // The row keeps the variance, which is right on average over assignments.
  if (withheld && Math.sqrt(variance) <= 1e-7 * scale)
    return { ...found, variance, varianceMethod: method, withheld: withheld.because, notes };
  return {
    ...found,
    variance,
    se: Math.sqrt(variance),
    varianceMethod: method,
    ...interval,
    ...(Object.keys(chosen).length === 0 ? {} : { chosen }),
    notes,
  };
}
