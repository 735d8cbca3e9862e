// Nemenman, Shafee and Bialek (2002), "Entropy and inference, revisited", Advances in Neural Information Processing Systems 14, equations 7 to 9.
import { digamma, logGamma, trigamma } from "./gamma.ts";

/** Logarithms of the concentration over which is integrated: beyond, the prior's tails weigh less than 1e-10. */
const RANGE = 24;
/** Steps of the trapezoid rule over that range, and over the part of it that weighs anything. */
const STEPS = 1200;
/** Parts lighter than this share of the heaviest are left out, as a logarithm. */
const LIGHT = -40;

/**
 * Entropy in nats as the posterior mean under a mixture of symmetric Dirichlet priors that is nearly flat in the entropy. Cost: linear in
 * the number of different counts, about two thousand times.
 *
 * @param counts records in each value that was seen, above 0.
 * @param alphabet how many values there can be, at least as many as were seen.
 */
export function nsbEntropy(counts: readonly number[], alphabet: number): number {
  const n = counts.reduce((all, count) => all + count, 0);
  if (alphabet === 1 || n === 0) return 0;
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  const groups = [...times];
  const weight = (u: number): number => logWeight(Math.exp(u), groups, n, alphabet) + u;
  const coarse = Array.from({ length: STEPS + 1 }, (_, s) => -RANGE + (2 * RANGE * s) / STEPS);
  const weights = coarse.map(weight);
  const heaviest = Math.max(...weights);
  const first = weights.findIndex((one) => one > heaviest + LIGHT);
  const last = weights.findLastIndex((one) => one > heaviest + LIGHT);
  const from = coarse[Math.max(0, first - 1)]!;
  const to = coarse[Math.min(STEPS, last + 1)]!;
  let total = 0;
  let mean = 0;
  for (let s = 0; s <= STEPS; s++) {
    const u = from + ((to - from) * s) / STEPS;
    const share = Math.exp(weight(u) - heaviest);
    total += share;
    mean += share * posteriorMean(Math.exp(u), groups, n, alphabet);
  }
  return mean / total;
}

/** Logarithm of evidence times prior density of the concentration β. */
function logWeight(
  beta: number,
  groups: readonly (readonly [number, number])[],
  n: number,
  k: number,
): number {
  let evidence = -rising(k * beta, n);
  for (const [count, times] of groups) evidence += times * rising(beta, count);
  // The prior: the density of the a-priori mean entropy ψ(Kβ + 1) − ψ(β + 1), which is to be flat.
  const density = k * trigamma(k * beta + 1) - trigamma(beta + 1);
  return evidence + Math.log(Math.max(density, Number.MIN_VALUE));
}

/** ln Γ(x + m)/Γ(x): as a sum where the difference of two large numbers would lose digits. */
function rising(x: number, m: number): number {
  if (m > 60 && x < 1e4) return logGamma(x + m) - logGamma(x);
  if (m > 2000) return logGamma(x + m) - logGamma(x);
  let total = 0;
  for (let j = 0; j < m; j++) total += Math.log(x + j);
  return total;
}

/** Mean entropy under the posterior for one β (Wolpert and Wolf 1995, equation 10). */
function posteriorMean(
  beta: number,
  groups: readonly (readonly [number, number])[],
  n: number,
  k: number,
): number {
  const all = n + k * beta;
  let value = digamma(all + 1);
  let seen = 0;
  for (const [count, times] of groups) {
    value -= (times * (count + beta) * digamma(count + beta + 1)) / all;
    seen += times;
  }
  return value - ((k - seen) * beta * digamma(beta + 1)) / all;
}
