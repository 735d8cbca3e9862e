import { compensatedSum } from "../../src/core/numbers/sum.ts";
import { present } from "../../src/core/present.ts";
import type { Estimate, EstimateRow } from "../Estimator.ts";
import type { Observed } from "../ExperimentData.ts";
import type { Contrast } from "../Inquiry.ts";
import { chooseInterval } from "../interval/chooseInterval.ts";
import { intervalOf } from "../interval/intervalOf.ts";
import type { IntervalSetting } from "../interval/intervalSetting.ts";
import type { Seen, VarianceSetting } from "../variance/PreparedVariance.ts";
import { varianceMethod } from "../variance/varianceMethod.ts";
import type { VarianceSettingName } from "../variance/varianceSetting.ts";
import { type ContrastData, contrastData } from "./contrastData.ts";
import { blocksOf, effectiveSize } from "./effectiveSize.ts";
import { emptyPopulation } from "./emptyPopulation.ts";
import { resultWarnings } from "./resultWarnings.ts";
import { simulationError } from "./simulationError.ts";
import { topShare } from "./topShare.ts";
import type { WeightedMeans, WeightedSums } from "./WeightedMeans.ts";

/** Settings that all estimators by inverse probabilities have. */
export interface WeightedSettings {
  /** Formula of the variance. Default `auto`: chosen by the structure of the design. */
  readonly variance: VarianceSettingName;
  /** How the interval is made. Default `auto`: chosen by how many agents the design puts in each condition. */
  readonly interval: IntervalSetting;
}

/** A contrast of two means by inverse probability weights, with its variance and interval, or why there is none. */
export function weightedContrast(
  data: Observed,
  contrast: Contrast,
  means: WeightedMeans,
  settings: WeightedSettings = { variance: "auto", interval: "auto" },
): EstimateRow {
  const selected = contrastData(data, contrast);
  const { head, levels, population, seen } = selected;
  const { expected } = head;
  const judged = { contrast, probabilities: data.probabilities, expected };
  const row = { ...head, estimator: means.name, naive: false };
  if (population.length === 0) {
    return { ...row, because: emptyPopulation(data, contrast) };
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
  const effective = levels.map((level, a) => effectiveSize(data.probabilities, seen[a as 0 | 1], level));
  const found: Estimate = {
    ...row,
    estimate,
    confidence: data.confidence,
    effective: [effective[0]!, effective[1]!],
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
  if (isFlat(data.outcome, value, [...seen[0], ...seen[1]])) return { ...noted, withheld: NO_VARIATION };
  const share = topShare(setting, shown);
  const result = withInterval(
    { ...noted, topShare: share },
    { setting, shown, data, means, settings, selected },
  );
  return {
    ...result,
    warnings: resultWarnings({
      ...judged,
      effective: found.effective!,
      topShare: share,
      ...present({ interval: result.interval }),
    }),
  };
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

interface Task {
  readonly setting: VarianceSetting;
  readonly shown: Seen;
  readonly data: Observed;
  readonly means: WeightedMeans;
  readonly settings: WeightedSettings;
  readonly selected: ContrastData;
}

function withInterval(found: Estimate, { setting, shown, data, means, settings, selected }: Task): Estimate {
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
  const choice = chooseInterval(setting, settings.interval);
  const { n } = selected.head;
  const observations = Math.min(n[0] + n[1], blocksOf(data.probabilities.law, selected.population));
  const { estimate, confidence } = found;
  const effective = found.effective ?? n;
  const interval = intervalOf(
    {
      setting,
      means,
      data,
      estimate,
      variance,
      confidence,
      observations,
      effective,
      formula,
      bound,
      draws: choice.draws,
    },
    choice.kind,
  );
  const chosen = {
    ...present({ variance: reason, interval: choice.reason }),
  };
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
