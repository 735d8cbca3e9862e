import cdf from "@stdlib/stats-base-dists-normal-cdf";
import quantile from "@stdlib/stats-base-dists-normal-quantile";
import exp from "@stdlib/math-base-special-exp";

/** Φ(x): the chance that a standard normal number is at most x. Accurate in both tails: Φ(−10) = 7.62e-24. */
export function normalCdf(x: number): number {
  return cdf(x, 0, 1);
}

/**
 * The x with Φ(x) = p, for p from 0 to 1. The library's value is off by 3e-6 at p = 1e-12, so one Halley step
 * on Φ follows it, taken in the lower tail where Φ keeps its relative accuracy. The library computes exp and log with
 * + − × ÷ alone, so the value is the same in every engine.
 */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  const x = quantile(p, 0, 1);
  if (!Number.isFinite(x) || x < -37) return x;
  const u = ((cdf(x, 0, 1) - p) / density(x)) || 0;
  return x - u / (1 + (x * u) / 2);
}

function density(x: number): number {
  return exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
