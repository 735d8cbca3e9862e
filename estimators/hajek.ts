// Aronow and Samii (2017), "Estimating average causal effects under general interference", doi:10.1214/16-AOAS1005, section 6.
import { z } from "zod";
import type { WeightedMeans } from "./contrast/WeightedMeans.ts";
import { type WeightedSettings, weightedContrast } from "./contrast/weightedContrast.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import { intervalSetting } from "./interval/intervalSetting.ts";
import { varianceSetting } from "./variance/varianceSetting.ts";

export type HajekSettings = Partial<WeightedSettings>;

const means: WeightedMeans = {
  name: "hajek",
  total: ({ weight }) => weight,
  centred: true,
  emptyIsZero: false,
};

/**
 * The mean outcome of a condition as Σ(Y_i/π_i) / Σ(1/π_i): the Horvitz–Thompson mean divided by the share of the
 * population that it stands for. It has a small bias and usually a far smaller error, and is unchanged when a constant is added to all outcomes.
 * Its variance is that of the residuals Y_i − mean (linearisation), conservative in large samples only.
 */
export const hajek: EstimatorKind<HajekSettings> = defineEstimator({
  kind: "hajek",
  summary: "weighted means with inverse probabilities as weights; the default",
  settings: z.strictObject({ variance: varianceSetting(), interval: intervalSetting() }),
  assumes: ["randomized", "exposure", "positivity", "network", "many"],
  cite: "Hájek, J. (1971). Comment on Basu; Aronow, P. M. and Samii, C. (2017). Estimating average causal effects under general interference. Annals of Applied Statistics 11, section 6.",
  means,
  estimate: (settings, data, contrast) => weightedContrast(data, contrast, means, settings),
});
