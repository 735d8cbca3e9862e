import { wantArgument } from "../../src/core/wantArgument.ts";
import { wantVarianceSetting } from "../contrast/wantVarianceSetting.ts";
import { exactVariance } from "./exactVariance.ts";
import type { VarianceSetting } from "./PreparedVariance.ts";

/** What is assumed of outcomes before there are any. */
export interface OutcomeModel {
  /** Mean outcome of each agent in the first and in the second condition, by agent. Default 0 for all, as for residuals. */
  readonly means?: readonly [first: Float64Array, second: Float64Array];
  /** Standard deviation of an agent's outcome around its mean, at least 0, independent between agents. Default 1. */
  readonly sd?: number;
  /** Whether an agent deviates by the same in both conditions, so that effects do not vary. Default true. */
  readonly sameInBoth?: boolean;
}

/**
 * The variance of a Horvitz–Thompson contrast that is to be expected under an outcome model, from the design alone:
 * E Var = mᵀAm + tr(AΣ) for outcomes with means m and covariance Σ (methods of design diagnostics; A is that of
 * {@link exactVariance}). With means of 0 it is that of Hájek's linearisation, whose values are residuals.
 *
 * Independent outcomes need no joint probabilities: n⁻² sd² Σ (1/π_i(first) + 1/π_i(second)), less 2 for each agent whose two
 * deviations are independent too. Outcomes that are alike within clusters make it larger under designs that treat clusters.
 * Cost: O(population), with means also that of {@link exactVariance}.
 */
export function expectedVariance(setting: VarianceSetting, given: OutcomeModel = {}): number {
  wantArgument("expectedVariance", "predictions", given);
  const { means, sd = 1, sameInBoth = true } = given;
  wantVarianceSetting("expectedVariance", setting);
  const { probabilities, levels, population } = setting;
  const { marginals, conditions } = probabilities;
  let trace = 0;
  for (const i of population) {
    for (const level of levels) trace += 1 / marginals[i * conditions.length + level]! - (sameInBoth ? 0 : 1);
  }
  const ofMeans = means ? exactVariance(setting)(means[0], means[1]) : 0;
  return ofMeans + (sd ** 2 * trace) / population.length ** 2;
}
