import { normalQuantile } from "../../src/core/numbers/normal.ts";
import { studentTQuantile } from "../../src/core/numbers/studentT.ts";
import { effectOf, type RedrawnInterval } from "./calibratedInterval.ts";
import type { EstimationResult } from "./EstimationResult.ts";
import { imputeOutcomes } from "./imputeOutcomes.ts";
import { redrawnEstimates } from "./redrawnEstimates.ts";
import { redraws } from "./redraws.ts";
import { weightedQuantile } from "./weightedQuantile.ts";

/**
 * estimate ± the larger of two half-lengths, the default for small experiments.
 *
 * 1. c × the quantile of |τ̂* − τ| over redraws of the design, with both potential outcomes of every agent imputed under
 *    constant effects ({@link imputeOutcomes}). c = t/z, Student's quantile with m − 2 degrees of freedom over the normal one:
 *    the spread of the imputed outcomes is itself an estimate. m is the number of agents seen in the two conditions, but no
 *    more than the number of clusters that the population comes from, where clusters are randomized.
 * 2. z √V̂, because V̂ also bounds what differing effects add, which constant effects leave out.
 *
 * Other than {@link calibratedInterval} it does not divide by the estimated variance of each redraw. With a handful of agents in a
 * condition that variance is too noisy to divide by: the table of coverage in docs/numbers.md compares the two.
 *
 * Undefined when no redraw has an interval. Cost: O(redraws × population); the variance is not evaluated again.
 */
export function redrawnInterval(findings: EstimationResult): RedrawnInterval | undefined {
  const { setting, means, data, estimate, variance, confidence, observations, draws } = findings;
  const schedule = imputeOutcomes(setting, data);
  const effect = effectOf(findings, schedule);
  const drawn = redraws(setting.probabilities, draws);
  const { estimates, weights, leftOut } = redrawnEstimates(setting, means, drawn, schedule);
  if (estimates.length === 0) return undefined;
  const values = estimates.map((redrawn) => Math.abs(redrawn - effect));
  const listed = drawn.weights !== undefined;
  const upper = 0.5 + confidence / 2;
  const normal = normalQuantile(upper);
  const wider = studentTQuantile(upper, Math.max(1, observations - 2)) / normal;
  const q = weightedQuantile({ values, weights }, confidence, listed);
  const half = Math.max(wider * q.value, normal * Math.sqrt(variance));
  return {
    ci: [estimate - half, estimate + half],
    interval: "redrawn",
    redraws: {
      used: values.length,
      leftOut,
      listed,
      ...(listed ? {} : { mcse: wider * q.mcse }),
    },
  };
}
