// The local level model: Harvey (1989), "Forecasting, Structural Time Series Models and the Kalman Filter", section 4.1; the test: Ljung and Box (1978).
import { chiSquareCdf } from "../../src/core/numbers/chiSquare.ts";

/** What the untreated do while the share treated grows. */
export interface UntreatedPath {
  /** Change of the untreated path for a share that goes from 0 to 1. */
  readonly slope: number;
  readonly variance: number;
  /** Degrees of freedom: periods less two. */
  readonly freedom: number;
  /** How much of what the path does by itself stays: mean ratio of lasting steps to passing noise, as the periods weigh it. */
  readonly drift: number;
  /** P-value of a test that what neither share nor drift explains is noise. Small where seasons or a burn-in are left. */
  readonly noise: number;
}

/** Variance of the lasting step of a period, in units of its passing noise. */
const STEPS = [0, 0.01, 0.1, 1, 10];
/** With fewer periods a slope, a level and their error say nothing. */
const FEWEST = 5;

/**
 * The slope of the mean outcome without the direct effect on the share treated, when the level drifts by steps of unknown size: for each of five
 * sizes generalised least squares, averaged by restricted likelihood, so that the variance says how well share and drift can be told apart.
 *
 * @param path mean outcome less the direct effects, @param share share treated, by period
 * @returns the slope, or why there is none. Cost: O(periods).
 */
export function untreatedPath(
  path: readonly number[],
  share: readonly number[],
): UntreatedPath | { readonly because: string } {
  const n = path.length;
  if (n < FEWEST) return { because: `wanted at least ${FEWEST} periods of the roll-out, got ${n}` };
  if (share.every((p) => Math.abs(p - share[0]!) < 1e-12))
    return { because: "the share treated is the same in all periods: what spills over cannot be told from drift" };
  const fits = STEPS.map((step) => fitWith(step, path, share));
  if (fits.some(({ scale }) => !(scale > 0)))
    return { because: "the mean outcome without direct effects is a straight line in the share treated, without noise" };
  const most = Math.max(...fits.map(({ likelihood }) => likelihood));
  const raw = fits.map(({ likelihood }) => Math.exp(likelihood - most));
  const total = raw.reduce((all, one) => all + one, 0);
  const mean = (f: (fit: (typeof fits)[number], m: number) => number): number =>
    fits.reduce((all, fit, m) => all + (raw[m]! / total) * f(fit, m), 0);
  const slope = mean((fit) => fit.slope);
  const best = fits[raw.indexOf(Math.max(...raw))]!;
  return {
    slope,
    variance: mean((fit) => fit.variance + (fit.slope - slope) ** 2),
    freedom: n - 2,
    drift: mean((_, m) => STEPS[m]!),
    noise: noiseOf(best.innovations),
  };
}

interface LevelFit {
  readonly slope: number;
  readonly variance: number;
  readonly scale: number;
  readonly likelihood: number;
  readonly innovations: readonly number[];
}

function fitWith(step: number, path: readonly number[], share: readonly number[]): LevelFit {
  const n = path.length;
  const { weights, logDet } = filterOf(step, n);
  const [y, one, x] = [path, path.map(() => 1), share].map((series) => weights(series)) as [
    number[],
    number[],
    number[],
  ];
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((all, v, t) => all + v * b[t]!, 0);
  const [a, b, d] = [dot(one, one), dot(one, x), dot(x, x)];
  const det = a * d - b * b;
  const [u, v] = [dot(one, y), dot(x, y)];
  const [level, slope] = [(d * u - b * v) / det, (a * v - b * u) / det];
  const innovations = y.map((value, t) => value - level * one[t]! - slope * x[t]!);
  const scale = dot(innovations, innovations) / (n - 2);
  return {
    slope,
    scale,
    innovations,
    variance: (scale * a) / det,
    likelihood: -0.5 * (logDet + Math.log(det) + (n - 2) * Math.log(scale)),
  };
}

/** Kalman's filter of a level with steps of this variance, in units of the noise, that starts known: it makes a series' errors independent and alike. */
function filterOf(step: number, n: number): { weights(series: readonly number[]): number[]; logDet: number } {
  const gains: number[] = [];
  const spreads: number[] = [];
  let uncertain = step;
  for (let t = 0; t < n; t++) {
    spreads.push(uncertain + 1);
    gains.push(uncertain / (uncertain + 1));
    uncertain = uncertain * (1 - gains[t]!) + step;
  }
  return {
    logDet: spreads.reduce((all, f) => all + Math.log(f), 0),
    weights(series) {
      let level = 0;
      return series.map((value, t) => {
        const surprise = value - level;
        level += gains[t]! * surprise;
        return surprise / Math.sqrt(spreads[t]!);
      });
    },
  };
}

/** Ljung and Box's test of up to four lags. */
function noiseOf(innovations: readonly number[]): number {
  const n = innovations.length;
  const lags = Math.min(4, Math.floor(n / 4));
  if (lags < 1) return 1;
  const power = innovations.reduce((all, e) => all + e * e, 0);
  let statistic = 0;
  for (let lag = 1; lag <= lags; lag++) {
    let product = 0;
    for (let t = lag; t < n; t++) product += innovations[t]! * innovations[t - lag]!;
    statistic += (product / power) ** 2 / (n - lag);
  }
  return 1 - chiSquareCdf(n * (n + 2) * statistic, lags);
}
