// Borusyak and Hull (2023), "Nonrandom exposure to exogenous shocks", Econometrica 91, section 3: exposures less their expectation under the design.
import { z } from "zod";
import { wholeNumber } from "../src/core/fields.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import { answerByWorlds } from "./further/answerByWorlds.ts";
import type { SlopeInquiry } from "./Inquiry.ts";
import { slopeOnExposure } from "./regression/slopeOnExposure.ts";

export interface ExposureSlopeSettings {
  /** Names of numbers that were known before the assignment, to adjust for. Default none. */
  readonly covariates?: readonly string[];
  /** Steps within which agents may depend on one another. Default by Leung's rule. */
  readonly bandwidth?: number;
}

/**
 * By how much outcomes change with the share or the number of treated in-neighbours: least squares of the outcome on the agent's own treatment and
 * on that exposure, each less its expectation under the design. Hubs expect more treated neighbours than others; without subtracting that,
 * the slope would compare hubs with others. It is the mean of agents' own slopes, weighted by how much the design moves their exposure.
 */
export const exposureSlope: EstimatorKind<ExposureSlopeSettings> = defineEstimator({
  kind: "exposure-slope",
  summary: "slope of outcomes on the share or number of treated in-neighbours, recentred by the design",
  settings: z.strictObject({
    covariates: z.array(z.string()).readonly().default([]),
    bandwidth: wholeNumber(0).optional(),
  }),
  assumes: ["randomized", "neighbors", "linear", "network", "many"],
  cite: "Borusyak, K. and Hull, P. (2023). Nonrandom exposure to exogenous shocks. Econometrica 91; Leung, M. P. (2022). Causal inference under approximate neighborhood interference. Econometrica 90.",
  claim: "modelled",
  needs: ({ covariates }) => (covariates.length === 0 ? undefined : { covariates }),
  answers: ["slope"],
  answer: (settings, data, inquiry) =>
    answerByWorlds(data, (world) => slopeOnExposure(world, inquiry as SlopeInquiry, settings)),
});
