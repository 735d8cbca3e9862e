import { sum } from "../core/numbers/sum.ts";
import { wantArgument } from "../core/wantArgument.ts";
import type { Measured } from "../truth/Measured.ts";
import type { SimulatedRow } from "../truth/SimulatedRow.ts";
import { meanOf, squaresAround } from "./meanOf.ts";
import { rootMean } from "./rootMean.ts";
import { shareOf } from "./shareOf.ts";

/**
 * What is wanted of an estimator, measured over simulated experiments. What needs an estimate, an interval or a truth is
 * measured over the experiments that have it, and absent where fewer than two have.
 */
export interface Diagnosands {
  /** Number of simulated experiments. */
  readonly simulations: number;
  /** Mean truth. */
  readonly truth?: Measured;
  /** Mean estimate. */
  readonly estimate?: Measured;
  /** Mean of estimate − truth. */
  readonly bias?: Measured;
  /** Root of the mean of (estimate − truth)². */
  readonly rmse?: Measured;
  /** Standard deviation of estimate − truth: the true standard error. */
  readonly sd?: Measured;
  /** Mean estimated standard error. */
  readonly se?: Measured;
  /** Mean estimated standard error over the true one. */
  readonly ratio?: Measured;
  /** Share of intervals that hold the truth. */
  readonly coverage?: Measured;
  /** Mean length of intervals. */
  readonly length?: Measured;
  /** Share of all experiments whose interval excludes 0, or whose test rejects; one without either has found nothing. */
  readonly power: Measured;
  /** Of those, the share whose estimate has the wrong sign; absent when the truth is 0. */
  readonly typeS?: Measured;
  /** Of those, the mean of |estimate| / |truth|: by how much what is found is exaggerated. */
  readonly typeM?: Measured;
  /** Share of experiments without an estimate. */
  readonly noEstimate: Measured;
  /** Share of experiments with an estimate but without an interval. */
  readonly noInterval: Measured;
  /** Mean numbers of agents seen in the first and in the second condition. */
  readonly first: Measured;
  readonly second: Measured;
}

/**
 * Diagnosands of one contrast and estimator (Blair, Cooper, Coppock and Humphreys 2019, "Declaring and diagnosing research
 * designs", American Political Science Review 113; type S and type M errors: Gelman and Carlin 2014). Monte Carlo errors:
 * s/√R of a mean, √(c(1 − c)/R) of a share, and the delta method for the rest.
 *
 * @param rows of all simulations, at least one.
 * @param truthError Monte Carlo standard error of a truth that all simulations share; default 0. It enters that of the bias.
 * @param confidence of intervals, between 0 and 1; tests reject at 1 − confidence. Default 0.95.
 */
export function diagnosandsOf(rows: readonly SimulatedRow[], truthError = 0, confidence = 0.95): Diagnosands {
  wantArgument("diagnosandsOf", "rows", rows, { fields: ["map"] });
  wantArgument("diagnosandsOf", "rows", rows);
  const tested = rows.filter((row) => row.p !== undefined);
  // A p-value of exactly 0.05 rejects at 5 %, and 1 − 0.95 misses it by rounding.
  const rejected = tested.filter((row) => row.p! <= (1 - confidence) * (1 + 1e-12));
  const estimated = rows.filter((row) => row.estimate !== undefined);
  const judged = estimated.filter((row) => row.truth !== undefined);
  const errors = judged.map((row) => row.estimate! - row.truth!);
  const intervals = estimated.filter((row) => row.low !== undefined && row.high !== undefined);
  const covered = intervals
    .filter((row) => row.truth !== undefined)
    .map((row) => row.low! <= row.truth! && row.truth! <= row.high!);
  const found = intervals.filter((row) => row.low! > 0 || row.high! < 0);
  const wrong = found.filter((row) => row.truth !== undefined && row.truth !== 0);
  const truths = rows.flatMap((row) => row.truth ?? []);
  const withSe = judged.filter((row) => row.se !== undefined);
  const bias = meanOf(errors);
  const parts = {
    truth: plusError(meanOf(truths), truthError),
    estimate: meanOf(estimated.map((row) => row.estimate!)),
    bias: plusError(bias, truthError),
    rmse: rootMean(errors),
    sd: spread(errors),
    se: meanOf(estimated.flatMap((row) => row.se ?? [])),
    ratio: ratioOf(
      withSe.map((row) => row.se!),
      withSe.map((row) => row.estimate! - row.truth!),
    ),
    coverage: covered.length < 2 ? undefined : shareOf(covered.filter(Boolean).length, covered.length),
    length: meanOf(intervals.map((row) => row.high! - row.low!)),
    typeS:
      wrong.length < 2
        ? undefined
        : shareOf(
            wrong.filter((row) => Math.sign(row.estimate!) !== Math.sign(row.truth!)).length,
            wrong.length,
          ),
    typeM: meanOf(wrong.map((row) => Math.abs(row.estimate! / row.truth!))),
  };
  const known = Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as Partial<
    Record<keyof typeof parts, Measured>
  >;
  const total = rows.length;
  return {
    simulations: total,
    ...known,
    power: shareOf(found.length + rejected.length, total),
    noEstimate: shareOf(total - estimated.length, total),
    noInterval: shareOf(estimated.length - intervals.length - tested.length, total),
    first: meanOf(rows.map((row) => row.first)) ?? { value: rows[0]!.first, mcse: 0 },
    second: meanOf(rows.map((row) => row.second)) ?? { value: rows[0]!.second, mcse: 0 },
  };
}

/** The standard deviation s, with the delta method's error. */
function spread(values: readonly number[]): Measured | undefined {
  const mean = meanOf(values);
  if (mean === undefined) return undefined;
  const R = values.length;
  const value = Math.sqrt(squaresAround(values, mean.value) / (R - 1));
  const squares = meanOf(values.map((x) => (x - mean.value) ** 2))!;
  return { value, mcse: value === 0 ? 0 : squares.mcse / (2 * value) };
}

/** Mean of standard errors over the standard deviation of the errors, by the delta method of both together. */
function ratioOf(ses: readonly number[], errors: readonly number[]): Measured | undefined {
  const mean = meanOf(ses);
  const sd = spread(errors);
  if (mean === undefined || sd === undefined || sd.value <= 1e-12 * Math.abs(mean.value)) return undefined;
  const centre = sum(errors) / errors.length;
  const moves = ses.map((se, r) => {
    const square = (errors[r]! - centre) ** 2;
    return (se - mean.value) / sd.value - (mean.value * (square - sd.value ** 2)) / (2 * sd.value ** 3);
  });
  return { value: mean.value / sd.value, mcse: meanOf(moves)!.mcse };
}

function plusError(measured: Measured | undefined, error: number): Measured | undefined {
  return measured && { value: measured.value, mcse: Math.hypot(measured.mcse, error) };
}
