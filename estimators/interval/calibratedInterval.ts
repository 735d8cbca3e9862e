import type { Redrawn } from "../Estimator.ts";
import { type EstimationResult, shownVariance } from "./EstimationResult.ts";
import { eachRedraw } from "./eachRedraw.ts";
import { imputeOutcomes } from "./imputeOutcomes.ts";
import { redraws } from "./redraws.ts";
import type { Interval } from "./waldInterval.ts";
import { weightedQuantile } from "./weightedQuantile.ts";

/** An interval that rests on redraws of the design. */
export interface RedrawnInterval extends Interval {
  readonly redraws: Redrawn;
}

/**
 * estimate ± q √V̂, where q is the quantile of |t*| over redraws of the design: both potential outcomes of every agent are
 * imputed under constant effects ({@link imputeOutcomes}), the known design is drawn again, and the estimator and its
 * variance are computed on each redraw by the same recipe as on the data, t* = (τ̂* − τ)/√V̂*. It learns the shape of the
 * studentised estimate from the design itself instead of taking it to be normal.
 *
 * Undefined when no redraw has an interval. Cost: redraws × (population + one evaluation of the variance).
 */
export function calibratedInterval(findings: EstimationResult): RedrawnInterval | undefined {
  const { setting, means, data, estimate, variance, confidence, draws } = findings;
  const schedule = imputeOutcomes(setting, data);
  const effect = effectOf(findings, schedule);
  const drawn = redraws(setting.probabilities, draws);
  const values: number[] = [];
  const weights: number[] = [];
  let flat = 0;
  const leftOut = eachRedraw(setting, means, drawn, schedule, (redraw) => {
    const error = redraw.flat ? 0 : Math.sqrt(shownVariance(findings, redraw.seen, redraw.outcome));
    if (error === 0) flat++;
    else {
      values.push(Math.abs(redraw.estimate - effect) / error);
      weights.push(redraw.weight);
    }
  });
  if (values.length === 0) return undefined;
  const listed = drawn.weights !== undefined;
  const q = weightedQuantile({ values, weights }, confidence, listed);
  const se = Math.sqrt(variance);
  return {
    ci: [estimate - q.value * se, estimate + q.value * se],
    interval: "calibrated",
    redraws: {
      used: values.length,
      leftOut: leftOut + flat,
      listed,
      ...(listed ? {} : { mcse: q.mcse * se }),
    },
  };
}

/** The effect in a schedule: the mean of the differences over the population. */
export function effectOf(
  { setting: { population } }: Pick<EstimationResult, "setting">,
  { first, second }: { readonly first: Float64Array; readonly second: Float64Array },
): number {
  return population.reduce((total, i) => total + first[i]! - second[i]!, 0) / population.length;
}
