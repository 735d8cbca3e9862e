// Aronow and Samii (2017), "Estimating average causal effects under general interference", doi:10.1214/16-AOAS1005, equation 4.
import { z } from "zod";
import type { WeightedMeans } from "./contrast/WeightedMeans.ts";
import { type WeightedSettings, weightedContrast } from "./contrast/weightedContrast.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import { intervalSetting } from "./interval/intervalSetting.ts";
import { varianceSetting } from "./variance/varianceSetting.ts";

export type HorvitzThompsonSettings = Partial<WeightedSettings>;

const means: WeightedMeans = {
  name: "horvitz-thompson",
  total: (_, population) => population,
  centred: false,
  emptyIsZero: true,
};

/**
 * The mean outcome of a condition as n⁻¹ Σ Y_i/π_i over the agents observed in it: every agent is weighted by the inverse of its
 * probability. Exactly unbiased under any design with known probabilities, but its value moves with
 * the number of agents that happen to be observed, so its variance is often large. An empty condition counts as 0.
 */
export const horvitzThompson: EstimatorKind<HorvitzThompsonSettings> = defineEstimator({
  kind: "horvitz-thompson",
  summary: "sum of outcomes over their probabilities; exactly unbiased, often noisy",
  settings: z.strictObject({ variance: varianceSetting(), interval: intervalSetting() }),
  assumes: ["randomized", "exposure", "positivity", "network"],
  cite: "Aronow, P. M. and Samii, C. (2017). Estimating average causal effects under general interference. Annals of Applied Statistics 11, equation 4.",
  means,
  estimate: (settings, data, contrast) => weightedContrast(data, contrast, means, settings),
});
