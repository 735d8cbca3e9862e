import { sum } from "../../src/core/numbers/sum.ts";
import { contrastData } from "../contrast/contrastData.ts";
import { effectiveSize, waldDegrees } from "../contrast/effectiveSize.ts";
import type { EstimateRow } from "../Estimator.ts";
import type { Observed } from "../ExperimentData.ts";
import type { Contrast } from "../Inquiry.ts";
import { waldInterval } from "../interval/waldInterval.ts";
import { varianceMethod } from "../variance/varianceMethod.ts";

/**
 * What the effect on those who answer in both conditions may be at least (`lower`) or at most: in the condition in which more answer, the surplus is trimmed
 * from the top or from the bottom of the outcomes, so that the same share is left in both. Holds if a condition makes agents answer more often or less often, but not some more and
 * others less. Means are weighted by 1/π; the error is the design's own, of linearised contributions that count the estimated trimming too.
 *
 * Lee (2009), "Training, wages, and sample selection: estimating sharp bounds on treatment effects", Review of Economic Studies 76, proposition 1.
 */
export function leeBound(data: Observed, contrast: Contrast, side: "lower" | "upper"): EstimateRow {
  const { probabilities, outcome, observed, condition, confidence } = data;
  const everybody: Observed = { ...data, observed: new Uint8Array(observed.length).fill(1) };
  const { head, levels, population, seen } = contrastData(everybody, contrast);
  const row = {
    ...head,
    estimator: `lee-${side}`,
    claim: "modelled",
    naive: false,
    estimand: `${side === "lower" ? "least" : "largest"} value that the ${head.estimand.replace(/, over the agents.*$/, "")} can have over the agents that answer in both conditions, if a condition makes all of them answer more or all less`,
  } as const;
  const { marginals, conditions } = probabilities;
  const weight = (i: number, a: 0 | 1): number => 1 / marginals[i * conditions.length + levels[a]]!;
  const answers = seen.map((agents) => agents.filter((i) => observed[i] === 1));
  const none = [contrast.first, contrast.second].filter((_, a) => answers[a]!.length === 0);
  if (none.length > 0)
    return { ...row, because: `no agent in condition ${none.join(" nor in ")} has an outcome` };
  const rate = ([0, 1] as const).map((a) => {
    const all = sum(seen[a].map((i) => weight(i, a)));
    return sum(answers[a]!.map((i) => weight(i, a))) / all;
  });
  // The condition that is trimmed, and the other one, whose share of answers stays.
  const more: 0 | 1 = rate[0]! >= rate[1]! ? 0 : 1;
  const less = (1 - more) as 0 | 1;
  const share = rate[less]!;
  // The lower bound wants a low mean in the first condition and a high one in the second.
  const keepLow = (more === 0) === (side === "lower");
  const order = [...answers[more]!].sort((i, j) => (keepLow ? 1 : -1) * (outcome[i]! - outcome[j]!) || i - j);
  const all = sum(seen[more].map((i) => weight(i, more)));
  let left = share * all;
  let cut = outcome[order[0]!]!;
  /** How much of each answer is kept: 1, 0, or a part of the one at the cut. */
  const kept = new Float64Array(outcome.length);
  for (const i of order) {
    const part = Math.min(1, left / weight(i, more));
    if (part <= 1e-12) break;
    kept[i] = part;
    cut = outcome[i]!;
    left -= part * weight(i, more);
  }
  const trimmedMean =
    sum(order.map((i) => kept[i]! * weight(i, more) * outcome[i]!)) /
    sum(order.map((i) => kept[i]! * weight(i, more)));
  const otherWeights = sum(answers[less]!.map((i) => weight(i, less)));
  const otherMean = sum(answers[less]!.map((i) => weight(i, less) * outcome[i]!)) / otherWeights;
  const estimate = more === 0 ? trimmedMean - otherMean : otherMean - trimmedMean;
  const note = `${Number((100 * (1 - share / rate[more]!)).toPrecision(3))} % of the answers in ${more === 0 ? contrast.first : contrast.second} trimmed, from the ${keepLow ? "top" : "bottom"}`;
  const found = { ...row, estimate, confidence, notes: [...row.notes, note] };
  if (answers.some((agents) => agents.length < 2))
    return { ...found, withheld: "a standard error needs two agents with outcomes in each condition" };
  // Linearised contributions, those without an answer included: their number is what the trimming is estimated from.
  const value = new Float64Array(outcome.length);
  for (const i of seen[more])
    value[i] = (kept[i]! * (outcome[i]! - cut) - share * (trimmedMean - cut)) / share;
  for (const i of seen[less]) {
    const own = observed[i] === 1 ? outcome[i]! - otherMean : 0;
    value[i] = (own - (cut - trimmedMean) * (observed[i]! - share)) / share;
  }
  const setting = { probabilities, levels, population };
  const { formula, bound, name } = varianceMethod(setting, "auto", true);
  const shown = { condition, value };
  const own = formula(shown, value);
  const variance = own < 0 ? bound(shown) : own;
  if (!(variance > 0)) return { ...found, withheld: "the outcomes seen show no variation" };
  const sizes = answers.map((agents, a) => effectiveSize(probabilities, agents, levels[a as 0 | 1]));
  return {
    ...found,
    variance,
    se: Math.sqrt(variance),
    varianceMethod: own < 0 ? "dependency-bound" : name,
    ...waldInterval(estimate, variance, waldDegrees(sizes[0]!, sizes[1]!), confidence),
  };
}
