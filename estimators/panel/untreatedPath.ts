// The local level model: Harvey (1989), "Forecasting, Structural Time Series Models and the Kalman Filter", section 4.1; the test: Ljung and Box (1978).
import { chiSquareCdf } from "../../src/core/numbers/chiSquare.ts";
import { positiveInverse } from "./positiveInverse.ts";

/** What the untreated do while the share treated grows. */
export interface UntreatedPath {
  /** Change of the untreated path for a share that goes from 0 to 1, an average over models of drift. */
  readonly slope: number;
  /** Of the average, models' differences included. */
  readonly variance: number;
  /** The largest mean square of the average under a model that is not refuted. */
  readonly cautious: number;
  /** Slopes under the models of drift that the periods do not refute. */
  readonly possible: readonly {
    readonly slope: number;
    readonly variance: number;
    readonly freedom: number;
  }[];
  /** Mean ratio of lasting steps to passing noise, as the periods weigh it; and the weight of a trend. */
  readonly steps: number;
  readonly trend: number;
  /** P-value of a test that what neither share nor drift explains is noise. Small where seasons or a burn-in are left. */
  readonly noise: number;
}

/** Variance of the lasting step of a period, in units of its passing noise. */
const STEPS = [0, 0.01, 0.1, 1, 10];
/** With fewer periods a slope, a level, a trend and their error say nothing. */
const FEWEST = 6;
/** A model this much less likely than the best is refuted at 5 %: half of the χ² quantile with one degree of freedom. */
const REFUTED = 1.92;

/**
 * The slope of the mean outcome without the direct effect on the share treated, when the level drifts by itself: by steps of unknown size, with or
 * without a trend. Of each of ten models generalised least squares, averaged by Schwarz's weights, so that the variance says how well share and drift
 * can be told apart; and the slopes under all models that are not refuted.
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
    return {
      because: "the share treated is the same in all periods: what spills over cannot be told from drift",
    };
  const one = path.map(() => 1);
  const time = path.map((_, t) => t / (n - 1));
  const fits = [
    [share, one],
    [share, one, time],
  ].flatMap((columns) =>
    STEPS.flatMap((step) => {
      const fit = fitWith(step, path, columns);
      return fit ? [{ ...fit, step, trend: columns.length - 2 }] : [];
    }),
  );
  if (fits.length === 0 || fits.some(({ scale }) => !(scale > 0)))
    return {
      because:
        "the mean outcome without direct effects is a straight line in the share treated, without noise",
    };
  const most = Math.max(...fits.map(({ likelihood }) => likelihood));
  const raw = fits.map(({ likelihood }) => Math.exp(likelihood - most));
  const total = raw.reduce((all, weight) => all + weight, 0);
  const mean = (f: (fit: (typeof fits)[number]) => number): number =>
    fits.reduce((all, fit, m) => all + (raw[m]! / total) * f(fit), 0);
  const slope = mean((fit) => fit.slope);
  const possible = fits.filter(({ likelihood }) => most - likelihood <= REFUTED);
  const best = fits.find(({ likelihood }) => likelihood === most)!;
  return {
    slope,
    variance: mean((fit) => fit.variance + (fit.slope - slope) ** 2),
    cautious: Math.max(...possible.map((fit) => fit.variance + (fit.slope - slope) ** 2)),
    possible: possible.map(({ slope, variance, freedom }) => ({ slope, variance, freedom })),
    steps: mean(({ step }) => step),
    trend: mean(({ trend }) => trend),
    noise: noiseOf(best.innovations),
  };
}

interface LevelFit {
  readonly slope: number;
  readonly variance: number;
  readonly freedom: number;
  readonly scale: number;
  /** Logarithm of the likelihood less Schwarz's penalty. */
  readonly likelihood: number;
  readonly innovations: readonly number[];
}

/** Least squares of the filtered path on filtered columns, the share treated first. */
function fitWith(
  step: number,
  path: readonly number[],
  columns: readonly (readonly number[])[],
): LevelFit | undefined {
  const n = path.length;
  const { weights, logDet } = filterOf(step, n);
  const y = weights(path);
  const x = columns.map(weights);
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((all, v, t) => all + v * b[t]!, 0);
  const bread = positiveInverse(x.map((a) => x.map((b) => dot(a, b))));
  if (!bread) return undefined;
  const right = x.map((a) => dot(a, y));
  const found = bread.map((row) => dot(row, right));
  const innovations = y.map((value, t) =>
    x.reduce((left, column, k) => left - found[k]! * column[t]!, value),
  );
  const squares = dot(innovations, innovations);
  const freedom = n - columns.length;
  const scale = squares / freedom;
  return {
    slope: found[0]!,
    variance: scale * bread[0]![0]!,
    freedom,
    scale,
    innovations,
    likelihood: -0.5 * (logDet + n * Math.log(squares / n) + columns.length * Math.log(n)),
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
