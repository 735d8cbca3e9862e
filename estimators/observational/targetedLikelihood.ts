// van der Laan (2014), "Causal inference for a population of causally connected units", Journal of Causal Inference 2; Sofrygin and van der Laan (2017), Journal of Causal Inference 5.
import { z } from "zod";
import { probability, seed, wholeNumber } from "../../src/core/fields.ts";
import { defineEstimator, type EstimatorKind } from "../defineEstimator.ts";
import type { Contrast } from "../Inquiry.ts";
import { byWorlds } from "./byWorlds.ts";
import { type Correction, type DoublyRobustSettings, doublyRobust } from "./doublyRobust.ts";
import { targetedMean } from "./targetedMean.ts";

export type TargetedLikelihoodSettings = Pick<DoublyRobustSettings, "covariates"> &
  Partial<DoublyRobustSettings>;

const NAME = "targeted-likelihood";
/** Predictions on the scale from 0 to 1 stay so far from its ends, where logits are infinite. */
const EDGE = 0.005;

/**
 * A contrast of conditions in data that nobody randomized, by targeted maximum likelihood (TMLE): outcomes are scaled to lie between 0 and 1, and predictions of an outcome
 * model moved on the scale of logits until they fit the weighted outcomes, so that means stay within the range of what was seen. An association, under the assumptions of augmented weighting.
 * Cost: that of the regressions and of exact probabilities.
 */
export const targetedLikelihood: EstimatorKind<TargetedLikelihoodSettings> = defineEstimator({
  kind: NAME,
  summary: "for logs: TMLE with fitted probabilities and cross-fitted outcome models; an association",
  settings: z.strictObject({
    covariates: z.array(z.string().min(1), { error: "must be a list of names of covariates" }).readonly(),
    trim: probability().default(0),
    folds: wholeNumber(2).default(5),
    seed: seed().default(1),
  }),
  assumes: ["unconfounded", "either-model", "exposure", "positivity", "network"],
  cite: "van der Laan, M. J. (2014). Causal inference for a population of causally connected units. Journal of Causal Inference 2; Sofrygin, O. and van der Laan, M. J. (2017). Semi-parametric estimation and inference for the mean outcome of the single time-point intervention in a causally connected population. Journal of Causal Inference 5.",
  claim: "association",
  needs: ({ covariates }) => ({ covariates }),
  answers: ["contrast"],
  answer: (settings, data, inquiry) =>
    byWorlds(data, (world) =>
      doublyRobust(world, inquiry as Contrast, { ...{ name: NAME, settings }, correct: fluctuated }),
    ),
});

/** Predictions moved by {@link targetedMean}, on the scale of outcomes. */
const fluctuated: Correction = ({ predictions, weights }, { outcome, among }) => {
  const seen = among.map((i) => outcome[i]!);
  const [least, most] = [seen.reduce((a, b) => Math.min(a, b)), seen.reduce((a, b) => Math.max(a, b))];
  if (!(most > least)) return predictions.map(() => least);
  const scaled = (y: number): number => (y - least) / (most - least);
  const found = targetedMean(
    outcome.map(scaled),
    predictions.map((m) => Math.min(1 - EDGE, Math.max(EDGE, scaled(m)))),
    weights,
  );
  if (!found)
    return "all outcomes of a condition are the least, or all are the largest: no finite shift of the predictions fits";
  return found.updated.map((m) => least + (most - least) * m);
};
