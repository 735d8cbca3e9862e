import type { Interval } from "./waldInterval.ts";

/**
 * estimate ± √(variance/α) with α = 1 − confidence, 4.47 standard errors for 95 %: covers at least as often as it says for
 * any shape of the estimator's distribution, if the variance is no underestimate. Wide; for designs in which no law of
 * large numbers can be trusted.
 */
export function chebyshevInterval(estimate: number, variance: number, confidence: number): Interval {
  const half = Math.sqrt(variance / (1 - confidence));
  return { ci: [estimate - half, estimate + half], interval: "chebyshev" };
}
