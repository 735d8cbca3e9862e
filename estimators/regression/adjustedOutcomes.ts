import type { ContrastData } from "../contrast/contrastData.ts";
import { effectiveSize } from "../contrast/effectiveSize.ts";
import type { Observed } from "../ExperimentData.ts";
import type { ContrastRegression } from "./ContrastRegression.ts";

/** An agent that has so much of its own fitted value leaves no residual. */
const MOST_LEVERAGE = 1 - 1e-9;

/**
 * Outcomes without what the covariates explain: Y_i − (x_i − x̄)ᵀβ̂, the Hájek contrast of which is the regression's. Each residual e_i counts
 * with the weight that its outcome has in the regression over the one that it has in Hájek's mean: where a condition's agents have other covariates
 * than the population, the slope's own error is a part of the estimate's (Särndal, Swensson and Wretman 1989, "The weighted residual technique for
 * estimating the variance of the general regression estimator of the finite population total", Biometrika 76). It is divided by 1 − h_i, h_i the share that
 * an outcome has in its own fitted value, as residuals of a fit are too small (HC3: MacKinnon and White 1985, Journal of Econometrics 29).
 */
export function adjustedOutcomes(
  { outcome, probabilities }: Observed,
  { levels, seen, population }: ContrastData,
  { agents, columns, weights, fit, covariates, interacted }: ContrastRegression,
): { readonly outcome: Float64Array } | { readonly because: string } {
  const slopes = covariates.length;
  const size = levels.map((level, a) => effectiveSize(probabilities, seen[a as 0 | 1], level));
  const spare = interacted ? size.map((m) => m - 1 - slopes) : [size[0]! + size[1]! - 2 - slopes];
  if (slopes > 0 && spare.some((left) => left < 1))
    return {
      because: `${slopes} covariates leave nothing to tell the error by: the agents of a condition are worth ${Math.min(...size).toFixed(1)} independent ones`,
    };
  const adjusted = outcome.slice();
  // Agents in other conditions only lend their spread to redraws: they are adjusted by the mean of both slopes.
  const slope = covariates.map((_, k) =>
    interacted ? (fit.coefficients[2 + 2 * k]! + fit.coefficients[3 + 2 * k]!) / 2 : fit.coefficients[2 + k]!,
  );
  for (const i of population)
    covariates.forEach(({ values }, k) => {
      adjusted[i]! -= slope[k]! * values[i]!;
    });
  const p = columns.length;
  const total = [0, 0];
  agents.forEach((_, k) => {
    total[columns[0]!.values[k] === 1 ? 0 : 1]! += weights[k]!;
  });
  const lengthened = new Float64Array(agents.length);
  const shift = [0, 0];
  const row = new Float64Array(p);
  for (const k of agents.keys()) {
    const a = columns[0]!.values[k] === 1 ? 0 : 1;
    let leverage = 0;
    for (let b = 0; b < p; b++) {
      row[b] = 0;
      for (let c = 0; c < p; c++) row[b]! += fit.bread[b * p + c]! * columns[c]!.values[k]!;
      leverage += row[b]! * columns[b]!.values[k]! * weights[k]!;
    }
    if (slopes > 0 && leverage > MOST_LEVERAGE)
      return { because: `the covariates follow the outcome of one agent exactly: nothing tells its error` };
    lengthened[k] = fit.residuals[k]! * (slopes === 0 ? 1 : (total[a]! * row[a]!) / (1 - leverage));
    shift[a]! += (lengthened[k]! * weights[k]!) / total[a]!;
  }
  for (const [k, i] of agents.entries()) {
    const a = columns[0]!.values[k] === 1 ? 0 : 1;
    adjusted[i] = fit.coefficients[a]! + lengthened[k]! - (slopes === 0 ? 0 : shift[a]!);
  }
  return { outcome: adjusted };
}
