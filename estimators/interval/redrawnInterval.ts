import { normalQuantile } from "../../src/core/numbers/normal.ts";
import { studentTQuantile } from "../../src/core/numbers/studentT.ts";
import { effectOf, type RedrawnInterval } from "./calibratedInterval.ts";
import type { EstimationResult } from "./EstimationResult.ts";
import { imputeOutcomes, imputeWithOwnSpread, type Schedule } from "./imputeOutcomes.ts";
import { redrawnEstimates } from "./redrawnEstimates.ts";
import { redraws } from "./redraws.ts";
import { spreadDegrees } from "./spreadDegrees.ts";
import { weightedQuantile } from "./weightedQuantile.ts";

/**
 * estimate ± the largest of three half-lengths, the default for small experiments.
 *
 * 1. c × the quantile of |τ̂* − τ| over redraws of the design, with both potential outcomes of every agent imputed under
 *    constant effects ({@link imputeOutcomes}). c = t/z, Student's quantile with m − 2 degrees of freedom over the normal one:
 *    the spread of the imputed outcomes is itself an estimate. m is the number of agents seen in the two conditions, but no
 *    more than the number of clusters that the population comes from, where clusters are randomized.
 * 2. The same with the spread of each condition its own ({@link imputeWithOwnSpread}): the condition with few agents may vary more than
 *    the others that lend it their spread. c = t/z with Welch's degrees of freedom, which are few where that condition decides.
 * 3. t √V̂ with the same degrees, because V̂ also bounds what differing effects add, which constant effects leave out.
 *
 * Other than {@link calibratedInterval} it does not divide by the estimated variance of each redraw. With a handful of agents in a
 * condition that variance is too noisy to divide by: the table of coverage in docs/numbers.md compares the two.
 *
 * Undefined when no redraw has an interval. Cost: O(redraws × population), twice; the variance is not evaluated again.
 */
export function redrawnInterval(findings: EstimationResult): RedrawnInterval | undefined {
  const { setting, means, data, estimate, variance, confidence, observations, draws } = findings;
  const drawn = redraws(setting.probabilities, draws);
  const listed = drawn.weights !== undefined;
  const upper = 0.5 + confidence / 2;
  const normal = normalQuantile(upper);
  const far = (schedule: Schedule) => {
    const effect = effectOf(findings, schedule);
    const { estimates, weights, leftOut } = redrawnEstimates(setting, means, drawn, schedule);
    const values = estimates.map((redrawn) => Math.abs(redrawn - effect));
    return values.length === 0
      ? undefined
      : { ...weightedQuantile({ values, weights }, confidence, listed), used: values.length, leftOut };
  };
  const pooled = far(imputeOutcomes(setting, data));
  if (pooled === undefined) return undefined;
  const wider = studentTQuantile(upper, Math.max(1, observations - 2)) / normal;
  const own = imputeWithOwnSpread(setting, data);
  const t = studentTQuantile(upper, spreadDegrees(setting, data));
  const apart = own && far(own);
  const candidates = [
    { half: wider * pooled.value, mcse: wider * pooled.mcse },
    ...(apart ? [{ half: (t / normal) * apart.value, mcse: (t / normal) * apart.mcse }] : []),
    { half: t * Math.sqrt(variance), mcse: 0 },
  ];
  const { half } = candidates.reduce((most, one) => (one.half > most.half ? one : most));
  return {
    ci: [estimate - half, estimate + half],
    interval: "redrawn",
    redraws: {
      used: pooled.used,
      leftOut: pooled.leftOut,
      listed,
      // How far the end may move with other redraws, whichever of the three it is this time.
      ...(listed ? {} : { mcse: Math.max(...candidates.map(({ mcse }) => mcse)) }),
    },
  };
}
