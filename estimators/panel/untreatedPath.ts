// The local level model: Harvey (1989), "Forecasting, Structural Time Series Models and the Kalman Filter", section 4.1; the test: Ljung and Box (1978).
import { chiSquareCdf } from "../../src/core/numbers/chiSquare.ts";
import { positiveInverse } from "./positiveInverse.ts";

/** What the untreated do while the share treated grows. */
export interface UntreatedPath {
  /** Change of the untreated path for a share that goes from 0 to 1, an average over models of drift and delay. */
  readonly slope: number;
  /** Of the average, models' differences included. */
  readonly variance: number;
  /** Slopes under the models that the periods do not refute. */
  readonly possible: readonly {
    readonly slope: number;
    readonly variance: number;
    readonly freedom: number;
  }[];
  /** Mean ratio of lasting steps to passing noise, as the periods weigh it; and the weights of a trend, a beginning that passes, a season and a delay. */
  readonly steps: number;
  readonly trend: number;
  readonly beginning: number;
  readonly season: number;
  readonly delay: number;
  /** P-value of a test that what neither share nor drift explains is noise. Small where something else moves the path. */
  readonly noise: number;
}

/** A series of periods, perhaps with gaps. */
interface PathSeries {
  /** Mean outcome less the direct effects. */
  readonly path: readonly number[];
  /** Share treated, and the same with a delay: half of the way in each period. */
  readonly share: readonly number[];
  readonly delayed: readonly number[];
  /** Number of each period. */
  readonly time: readonly number[];
  /** Periods of a season of unknown form: the length of a stage. */
  readonly stage: number;
}

/** Variance of the lasting step of a period, in units of its passing noise. */
const STEPS = [0, 0.01, 0.1, 1, 10];
/** What is left after a period of a beginning that passes by itself: half, or somewhat more. Slower ones cannot be told from a trend. */
const LEFT = [0.5, 0.7];
/** With fewer periods a slope, a level, a trend and their error say nothing. */
const FEWEST = 6;
/** So many periods beyond the columns of a model say something of its error. */
const LEAST_FREEDOM = 3;
/** A model this much less likely than the best is refuted at 5 %: half of the χ² quantile with one degree of freedom. */
const REFUTED = 1.92;
/** No wave is shorter, in periods. */
const SHORTEST = 4;

/**
 * The slope of the mean outcome without the direct effect on the share treated, when the level drifts by itself: by steps of unknown size; with a
 * trend, a beginning that passes, a season as long as a stage, a wave of any length, or none of these. What spills over may come at once or with a delay.
 * Of each model generalised least squares, averaged by Schwarz's weights, so that the variance says how well share and drift can be told apart; and the
 * slopes under all models that are not refuted.
 *
 * @returns the slope, or why there is none. Cost: O(periods²).
 */
export function untreatedPath(series: PathSeries): UntreatedPath | { readonly because: string } {
  const { path, share, delayed } = series;
  const n = path.length;
  if (n < FEWEST) return { because: `wanted at least ${FEWEST} periods of the roll-out, got ${n}` };
  if (share.every((p) => Math.abs(p - share[0]!) < 1e-12))
    return {
      because: "the share treated is the same in all periods: what spills over cannot be told from drift",
    };
  const drifts = driftsOf(series);
  const filters = STEPS.map((step) => ({ step, filter: filterOf(step, n) }));
  const fits = [share, delayed].flatMap((dose, delay) =>
    drifts.flatMap(({ columns, kind, searched }) =>
      n - columns.length - 1 < LEAST_FREEDOM
        ? []
        : filters.flatMap(({ step, filter }) => {
            const fit = fitWith(filter, path, [dose, ...columns], searched);
            return fit ? [{ ...fit, step, kind, delay }] : [];
          }),
    ),
  );
  if (fits.length === 0 || fits.some(({ scale }) => !(scale > 0)))
    return {
      because: "the mean outcome without direct effects follows the share treated and time without any noise",
    };
  const most = Math.max(...fits.map(({ likelihood }) => likelihood));
  const raw = fits.map(({ likelihood }) => Math.exp(likelihood - most));
  const total = raw.reduce((all, weight) => all + weight, 0);
  const mean = (f: (fit: (typeof fits)[number]) => number): number =>
    fits.reduce((all, fit, m) => all + (raw[m]! / total) * f(fit), 0);
  const slope = mean((fit) => fit.slope);
  const best = fits.find(({ likelihood }) => likelihood === most)!;
  return {
    slope,
    variance: mean((fit) => fit.variance + (fit.slope - slope) ** 2),
    possible: fits
      .filter(({ likelihood }) => most - likelihood <= REFUTED)
      .map(({ slope, variance, freedom }) => ({ slope, variance, freedom })),
    steps: mean(({ step }) => step),
    trend: mean(({ kind }) => Number(kind === "trend")),
    beginning: mean(({ kind }) => Number(kind === "beginning")),
    season: mean(({ kind }) => Number(kind === "season")),
    delay: mean(({ delay }) => delay),
    noise: noiseOf(best.innovations),
  };
}

/** What the level may do beside its steps. */
interface Drift {
  readonly kind: "level" | "trend" | "beginning" | "season";
  readonly columns: readonly (readonly number[])[];
  /** Numbers that were searched for beside the coefficients. */
  readonly searched: number;
}

function driftsOf({ time, stage }: PathSeries): Drift[] {
  const n = time.length;
  const one = time.map(() => 1);
  const since = time.map((t) => t - time[0]!);
  const long = since.at(-1)!;
  const drifts: Drift[] = [
    { kind: "level", columns: [one], searched: 0 },
    { kind: "trend", columns: [one, since.map((t) => t / long)], searched: 0 },
    ...LEFT.map(
      (left): Drift => ({
        kind: "beginning",
        columns: [one, since.map((t) => left ** t)],
        searched: 0,
      }),
    ),
  ];
  const positions = [...new Set(since.map((t) => t % stage))].sort((a, b) => a - b);
  if (positions.length > 2 && n >= 2 * positions.length + 4)
    drifts.push({
      kind: "season",
      columns: positions.map((at) => since.map((t) => Number(t % stage === at))),
      searched: 0,
    });
  for (let length = SHORTEST; length <= Math.floor((long + 1) / 2); length++) {
    const angle = since.map((t) => (2 * Math.PI * t) / length);
    drifts.push({
      kind: "season",
      columns: [one, angle.map(Math.cos), angle.map(Math.sin)],
      searched: 1,
    });
  }
  return drifts;
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
  { weights, logDet }: ReturnType<typeof filterOf>,
  path: readonly number[],
  columns: readonly (readonly number[])[],
  searched: number,
): LevelFit | undefined {
  const n = path.length;
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
    likelihood: -0.5 * (logDet + n * Math.log(squares / n) + (columns.length + searched) * Math.log(n)),
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
