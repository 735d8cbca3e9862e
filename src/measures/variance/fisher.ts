// Fisher's F, central and not: Abramowitz and Stegun (1964), 26.6; the incomplete beta function by Lentz's continued fraction, 26.5.8.
import quantile from "@stdlib/stats-base-dists-chisquare-quantile";
import { logGamma } from "../entropies/gamma.ts";

/** Noncentralities from here on are left to Patnaik's approximation (1949), whose error is then below 0.001. */
const FAR = 4000;

/** P(F ≤ x) for Fisher's F with `first` and `second` degrees of freedom and a noncentrality. */
export function fisherCdf(x: number, first: number, second: number, noncentrality = 0): number {
  if (x <= 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  if (noncentrality > FAR) {
    const df = (first + noncentrality) ** 2 / (first + 2 * noncentrality);
    return fisherCdf((x * first) / (first + noncentrality), df, second);
  }
  const at = (first * x) / (first * x + second);
  if (noncentrality === 0) return betaShare(at, first / 2, second / 2);
  const half = noncentrality / 2;
  const mode = Math.floor(half);
  const peak = Math.exp(-half + mode * Math.log(half) - logGamma(mode + 1));
  let total = 0;
  for (let j = mode, weight = peak; weight > 1e-13; weight *= half / ++j)
    total += weight * betaShare(at, first / 2 + j, second / 2);
  for (let j = mode, weight = peak; j > 0; ) {
    weight *= j-- / half;
    if (weight < 1e-13) break;
    total += weight * betaShare(at, first / 2 + j, second / 2);
  }
  return Math.min(1, total);
}

/** The x with P(F ≤ x) = p; `second` may be infinite. */
export function fisherQuantile(p: number, first: number, second: number): number {
  if (second === Number.POSITIVE_INFINITY) return quantile(p, first) / first;
  let [low, high] = [0, 1];
  // In the share, which is from 0 to 1; F = share/(1 − share) · second/first.
  for (let step = 0; step < 200 && high - low > 1e-15 * high; step++) {
    const middle = (low + high) / 2;
    if (betaShare(middle, first / 2, second / 2) < p) low = middle;
    else high = middle;
  }
  const share = (low + high) / 2;
  return ((share / (1 - share)) * second) / first;
}

/** The noncentrality under which F is at most x with probability p; 0 where even the central F is below x less often. */
export function noncentralityOf(p: number, x: number, first: number, second: number): number {
  if (fisherCdf(x, first, second) <= p) return 0;
  let [low, high] = [0, first * x + 10];
  while (fisherCdf(x, first, second, high) > p) [low, high] = [high, 2 * high];
  for (let step = 0; step < 60 && high - low > 1e-9 * high; step++) {
    const middle = (low + high) / 2;
    if (fisherCdf(x, first, second, middle) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** I_x(a, b). */
function betaShare(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * continued(x, a, b)) / a
    : 1 - (front * continued(1 - x, b, a)) / b;
}

function continued(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 10_000; m++) {
    for (const term of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 / away(1 + term * d);
      c = away(1 + term / c);
      value *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return value;
}
