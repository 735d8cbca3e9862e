// Robins, Rotnitzky and Zhao (1994), "Estimation of regression coefficients when some regressors are not always observed", Journal of the American Statistical Association 89; on networks: van der Laan (2014), Journal of Causal Inference 2.
import { z } from "zod";
import { probability, seed, wholeNumber } from "../../src/core/fields.ts";
import { defineEstimator, type EstimatorKind } from "../defineEstimator.ts";
import type { Contrast } from "../Inquiry.ts";
import { byWorlds } from "./byWorlds.ts";
import { type DoublyRobustSettings, doublyRobust } from "./doublyRobust.ts";

export type AugmentedWeightingSettings = Pick<DoublyRobustSettings, "covariates"> &
  Partial<DoublyRobustSettings>;

const NAME = "augmented-weighting";

/**
 * A contrast of conditions in data that nobody randomized, by augmented inverse probability weighting (AIPW): predictions of an outcome model, corrected by weighted
 * residuals. An association, which is an effect if nothing unmeasured confounds and either the outcome model or the propensity is right. Models are cross-fitted in folds that
 * are apart on the network. Cost: that of the regressions and of exact probabilities.
 */
export const augmentedWeighting: EstimatorKind<AugmentedWeightingSettings> = defineEstimator({
  kind: NAME,
  summary: "for logs: AIPW with fitted probabilities and cross-fitted outcome models; an association",
  settings: z.strictObject({
    covariates: z.array(z.string().min(1), { error: "must be a list of names of covariates" }).readonly(),
    trim: probability().default(0),
    folds: wholeNumber(2).default(5),
    seed: seed().default(1),
  }),
  assumes: ["unconfounded", "either-model", "exposure", "positivity", "network"],
  cite: "Robins, J. M., Rotnitzky, A. and Zhao, L. P. (1994). Estimation of regression coefficients when some regressors are not always observed. Journal of the American Statistical Association 89; van der Laan, M. J. (2014). Causal inference for a population of causally connected units. Journal of Causal Inference 2.",
  claim: "association",
  needs: ({ covariates }) => ({ covariates }),
  answers: ["contrast"],
  answer: (settings, data, inquiry) =>
    byWorlds(data, (world) =>
      doublyRobust(world, inquiry as Contrast, {
        ...{ name: NAME, settings },
        // The weighted residuals are added as they are.
        correct: ({ predictions }) => predictions,
      }),
    ),
});
