// Forastiere, Airoldi and Mealli (2021), "Identification and estimation of treatment and interference effects in observational studies on networks", Journal of the American Statistical Association 116.
import { z } from "zod";
import { probability } from "../../src/core/fields.ts";
import type { WeightedMeans } from "../contrast/WeightedMeans.ts";
import { weightedContrast } from "../contrast/weightedContrast.ts";
import { defineEstimator, type EstimatorKind } from "../defineEstimator.ts";
import type { WorldData } from "../ExperimentData.ts";
import type { Contrast } from "../Inquiry.ts";
import { byWorlds, noAssociation } from "./byWorlds.ts";
import { fittedProbabilities } from "./fittedProbabilities.ts";
import { withStrength } from "./withStrength.ts";

export interface GeneralizedPropensitySettings {
  /** Names of the covariates that treatment may have depended on; an empty list for none. */
  readonly covariates: readonly string[];
  /** Agents whose fitted probability of either condition is below this are left out, from 0 to 1. Default 0. */
  readonly trim?: number;
}

const NAME = "generalized-propensity";
const means: WeightedMeans = { name: NAME, total: ({ weight }) => weight, centred: true, emptyIsZero: false };

/**
 * A contrast of conditions in data that nobody randomized: Hájek means weighted by the inverse of the fitted probability of an agent's own and its neighbours' treatment. An
 * association, which is an effect if whoever has the same covariates, and neighbours with the same covariates, had the same chance of treatment. The standard error takes fitted probabilities as known, and counts agents with common neighbours as dependent.
 * Cost: that of a logistic regression and of exact probabilities.
 */
export const generalizedPropensity: EstimatorKind<GeneralizedPropensitySettings> = defineEstimator({
  kind: NAME,
  summary:
    "for logs: contrasts weighted by fitted probabilities of own and neighbours' treatment; an association",
  settings: z.strictObject({
    covariates: z.array(z.string().min(1), { error: "must be a list of names of covariates" }).readonly(),
    trim: probability().default(0),
  }),
  assumes: ["unconfounded", "exposure", "positivity", "network", "many"],
  cite: "Forastiere, L., Airoldi, E. M. and Mealli, F. (2021). Identification and estimation of treatment and interference effects in observational studies on networks. Journal of the American Statistical Association 116.",
  claim: "association",
  needs: ({ covariates }) => ({ covariates }),
  answers: ["contrast"],
  answer: ({ covariates, trim }, data, inquiry) =>
    byWorlds(data, (world: WorldData) => {
      const contrast = inquiry as Contrast;
      const probabilities = fittedProbabilities(world, { covariates, contrast, trim });
      if (typeof probabilities === "string") return noAssociation(NAME, world, contrast, probabilities);
      const row = weightedContrast({ ...world, probabilities }, contrast, means, {
        variance: "auto",
        interval: "wald",
      });
      return withStrength({ ...row, claim: "association" }, world);
    }),
});
