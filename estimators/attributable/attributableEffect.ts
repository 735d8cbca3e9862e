// Choi, D. (2018), "Using exposure mappings as side information in experiments with interference", arXiv 1806.11219; Choi (2017), "Estimation of monotone treatment effects in network experiments", JASA 112; Rosenbaum (2001), "Effects attributable to treatment", Biometrika 88.
import { z } from "zod";
import { finite } from "../../src/core/fields.ts";
import { conditionIndex } from "../../src/probability/lookup.ts";
import { defineEstimator, type EstimatorKind } from "../defineEstimator.ts";
import type { AnswerHead, AnswerRow } from "../Estimator.ts";
import type { ExperimentData } from "../ExperimentData.ts";
import { oneOf } from "../hypotheses/testSettings.ts";
import type { GlobalInquiry } from "../Inquiry.ts";
import { exchangeable, mostUnaffected } from "./mostUnaffected.ts";
import { mostWithoutTreatment, tailFactor } from "./mostWithoutTreatment.ts";
import { weightSpread } from "./weightSpread.ts";

const KIND = "attributable-effect";

export interface AttributableEffectSettings {
  /** The two conditions whose weights make the statistic, the one that is supposed to raise outcomes more first. Default: own arms, treated and not. */
  readonly compare?: readonly [first: string, second: string];
  /** The smallest and the largest possible outcome, for outcomes that are not all 0 or 1. */
  readonly range?: readonly [least: number, most: number];
  /** How far the statistic may lie from 0: `guaranteed` (the default), by Cantelli's inequality, in every sample; `normal`, in large samples only. Where the design makes agents exchangeable the law of the statistic is exact, and this is not read. */
  readonly tail?: "guaranteed" | "normal";
}

/**
 * How much of the outcomes is due to treatment, at least: A = Σ (Y_i − Y_i(nobody treated)), the number of agents affected where outcomes are 0 or 1. The only assumption on interference is that it is monotone: treating
 * somebody lowers nobody's outcome, at whatever distance. No exposure mapping has to be right; the conditions that are compared only decide how tight the bound is.
 *
 * Outcomes θ without treatment are then fixed numbers, at most those seen. A statistic Σ θ_i v_i, with weights v_i of known law and mean 0, lies below its quantile with the probability 1 − α; the largest sum of such θ leaves the
 * least effect. The lower end of `ci` is that effect per agent, one-sided at the confidence asked for, and also a lower confidence bound of the global average treatment effect, which is at least as large
 * under monotone interference. The upper end is what the range of outcomes allows.
 *
 * Cost: O(agents log agents), and pairs that share a coin.
 */
export const attributableEffect: EstimatorKind<AttributableEffectSettings> = defineEstimator({
  kind: KIND,
  summary: "how many agents are affected at least, under monotone interference of any reach",
  settings: z.strictObject({
    compare: z
      .tuple([z.string(), z.string()], { error: "must be a list of two conditions, [first, second]" })
      .readonly()
      .optional(),
    range: z
      .tuple([finite(), finite()], { error: "must be a list of two numbers, [least, most]" })
      .refine(([least, most]) => least < most, { error: "must be two numbers, the smaller first" })
      .readonly()
      .optional(),
    tail: oneOf(["guaranteed", "normal"]).default("guaranteed"),
  }),
  assumes: ["randomized", "monotone"],
  cite: "Choi, D. (2018). Using exposure mappings as side information in experiments with interference. arXiv 1806.11219; Rosenbaum, P. R. (2001). Effects attributable to treatment: inference in experiments and observational studies with a discrete pivot. Biometrika 88.",
  answers: ["global"],
  answer({ compare, range, tail }, data, asked): AnswerRow {
    const { name } = asked as GlobalInquiry;
    const { network, law, conditions } = data.probabilities;
    const head: AnswerHead = {
      contrast: name,
      estimator: KIND,
      claim: "design-based",
      estimand:
        "effect attributable to treatment, per agent: mean outcome minus what it would have been with nobody treated; at most the global average treatment effect",
      population: network.n,
      excluded: [],
      naive: false,
      notes: [],
      warnings: [],
    };
    const none = (because: string): AnswerRow => ({ kind: "global", ...head, because });
    const outcomes = outcomesOf(data, range);
    if (typeof outcomes === "string") return none(outcomes);
    const { values, least, most } = outcomes;
    const alpha = 1 - data.confidence;
    const total = values.reduce((sum, y) => sum + y, 0);
    const binary = most - least === 1 && values.every((y) => y === 0 || y === 1);
    if (compare === undefined && law.arms.length !== 2)
      return none(
        `the design has ${law.arms.length} arms: name two conditions to compare with the setting compare`,
      );
    const levels = compare?.map((one) => conditionIndex(conditions, one)) as [number, number] | undefined;
    const exact = compare === undefined && data.worlds.length === 1 && binary ? exchangeable(law) : undefined;
    let unaffected: number;
    let how: string;
    if (exact) {
      unaffected = mostUnaffected(exact, data.worlds[0]!.arms, values, alpha);
      how = "the number of treated among those with outcome 1 has a known law under this design: exact";
    } else {
      const spread = weightSpread(data, levels);
      if (typeof spread === "string") return none(spread);
      const whole = values.every(Number.isInteger);
      unaffected = mostWithoutTreatment(spread, values, {
        range: most - least,
        factor: tailFactor(tail, alpha),
        whole,
      });
      how =
        tail === "guaranteed"
          ? "Cantelli's inequality with a bound of the variance: holds in every sample, and is cautious"
          : "a normal quantile with a bound of the variance: for large samples";
    }
    const size = values.length;
    const affected = Math.max(0, total - unaffected);
    const low = affected / size;
    const words = binary
      ? `at least ${affected} of the ${total} agents with outcome 1 would have had 0 with nobody treated`
      : `of the sum of outcomes above ${least}, ${Number(total.toPrecision(6))}, at least ${Number(affected.toPrecision(6))} is due to treatment`;
    const estimate = pointOf(data, levels, values);
    const row = {
      kind: "global" as const,
      ...head,
      notes: [
        `${words}, with confidence ${data.confidence} (one-sided): ${how}`,
        "the estimate is the mean outcome minus the weighted mean of those compared with; where they are affected too it is too small on average",
      ],
      confidence: data.confidence,
      ci: [low, most - least] as const,
      interval: "attributable",
    };
    return estimate === undefined
      ? none("nobody is in the condition to compare with, so there is no estimate; compare others")
      : { ...row, estimate };
  },
});

/** Outcomes above the smallest possible one, world after world, or why they cannot be used. */
function outcomesOf(
  data: ExperimentData,
  range: AttributableEffectSettings["range"],
): { readonly values: number[]; readonly least: number; readonly most: number } | string {
  const values = data.worlds.flatMap(({ outcome }) => [...outcome]);
  const missing = data.worlds.reduce(
    (sum, { observed }) => sum + observed.reduce((count, one) => count + (one === 1 ? 0 : 1), 0),
    0,
  );
  if (missing > 0)
    return `${missing === 1 ? "1 outcome is" : `${missing} outcomes are`} missing, and what is due to treatment is about everybody's outcome`;
  if (range === undefined && !values.every((y) => y === 0 || y === 1))
    return "outcomes are not all 0 or 1: say which are possible with the setting range, such as [0, 10]";
  const [least, most] = range ?? [0, 1];
  const outside = values.find((y) => y < least || y > most);
  if (outside !== undefined) return `an outcome, ${outside}, is outside the range from ${least} to ${most}`;
  return { values: values.map((y) => y - least), least, most };
}

/** Mean outcome minus the Hájek mean of the second condition, over all worlds. */
function pointOf(
  data: ExperimentData,
  levels: readonly [number, number] | undefined,
  values: readonly number[],
): number | undefined {
  const { law, marginals, conditions, network } = data.probabilities;
  let [top, below] = [0, 0];
  data.worlds.forEach(({ arms, condition }, w) => {
    for (let i = 0; i < network.n; i++) {
      const inside = levels ? condition[i] === levels[1] : arms[i] === 0;
      const p = levels ? marginals[i * conditions.length + levels[1]]! : law.marginal(i, 0);
      if (!inside || p === undefined || p <= 0) continue;
      top += values[w * network.n + i]! / p;
      below += 1 / p;
    }
  });
  return below === 0 ? undefined : values.reduce((sum, y) => sum + y, 0) / values.length - top / below;
}
