// Särndal, Swensson and Wretman (1992), "Model Assisted Survey Sampling", section 6.3; Aronow and Middleton (2013), "A class of unbiased estimators of the average treatment effect in randomized experiments", Journal of Causal Inference 1.
import { z } from "zod";
import { type WeightedSettings, weightedContrast } from "./contrast/weightedContrast.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import { intervalSetting } from "./interval/intervalSetting.ts";
import { knownNumbers } from "./regression/knownNumbers.ts";
import { varianceSetting } from "./variance/varianceSetting.ts";

export interface DifferenceEstimatorSettings extends Partial<WeightedSettings> {
  /** Name of the numbers that predict outcomes; or, by condition, of those that predict outcomes in that condition. */
  readonly predictions: string | Readonly<Record<string, string>>;
  /** What is divided by: the population (unbiased), or the share of it that the agents seen stand for. Default hajek. */
  readonly means?: "hajek" | "horvitz-thompson";
}

/**
 * A contrast with predictions of outcomes that were made before the outcomes: the mean predicted difference over the population, corrected by weighted means of
 * what was predicted wrongly. Whatever the predictions are, from an outside model or a guess, the Horvitz–Thompson form is unbiased under the
 * design; good predictions make the error small.
 */
export const differenceEstimator: EstimatorKind<DifferenceEstimatorSettings> = defineEstimator({
  kind: "difference-estimator",
  summary: "weighted means of outcomes less predictions made before them, such as an outside model's",
  settings: z.strictObject({
    predictions: z.union([z.string(), z.record(z.string(), z.string()).readonly()], {
      error: "must be the name of a covariate, or a mapping from conditions to names of covariates",
    }),
    means: z
      .enum(["hajek", "horvitz-thompson"], { error: 'must be "hajek" or "horvitz-thompson"' })
      .default("hajek"),
    variance: varianceSetting(),
    interval: intervalSetting(),
  }),
  assumes: ["randomized", "exposure", "positivity", "network"],
  cite: "Särndal, C.-E., Swensson, B. and Wretman, J. (1992). Model Assisted Survey Sampling. Springer, section 6.3; Aronow, P. M. and Middleton, J. A. (2013). Journal of Causal Inference 1.",
  needs: ({ predictions }) => ({
    covariates: typeof predictions === "string" ? [predictions] : [...new Set(Object.values(predictions))],
  }),
  estimate(settings, given, contrast) {
    const { predictions, means } = settings;
    const { first, second } = contrast;
    const names = [first, second].map((condition) =>
      typeof predictions === "string" ? predictions : predictions[condition],
    );
    const { data, numbers } = knownNumbers(
      given,
      names.filter((name) => name !== undefined),
    );
    const none = new Float64Array(data.outcome.length);
    const [ofFirst, ofSecond] = names.map((name) => numbers.find((one) => one.name === name)?.values ?? none);
    const level = data.probabilities.conditions.indexOf(first);
    const predicted = (i: number): number => (data.condition[i] === level ? ofFirst![i]! : ofSecond![i]!);
    const outcome = data.outcome.map((y, i) => (data.observed[i] === 1 ? y - predicted(i) : 0));
    const found = weightedContrast(
      { ...data, outcome },
      contrast,
      means === "hajek"
        ? { name: "difference-estimator", total: ({ weight }) => weight, centred: true, emptyIsZero: false }
        : { name: "difference-estimator", total: (_, size) => size, centred: false, emptyIsZero: true },
      settings,
    );
    const excluded = new Set(found.excluded);
    const about = data.probabilities.network.ids.flatMap((id, i) => (excluded.has(id) ? [] : [i]));
    const shift = about.reduce((total, i) => total + (ofFirst![i]! - ofSecond![i]!) / about.length, 0);
    if ("because" in found || shift === 0) return found;
    return {
      ...found,
      estimate: found.estimate + shift,
      ...(found.ci ? { ci: [found.ci[0] + shift, found.ci[1] + shift] as const } : {}),
    };
  },
});
