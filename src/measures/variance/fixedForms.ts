import { studentTQuantile } from "../../core/numbers/studentT.ts";
import type { FactorialCells } from "./factorialCells.ts";
import { fisherCdf, noncentralityOf } from "./fisher.ts";
import type { VarianceEstimate } from "./VarianceEstimate.ts";

/** For each set of factors, as bits, how much the variance of means over its levels counts. They add up to 0 with the empty set. */
type SetWeights = ReadonlyMap<number, number>;

/** Estimates variances among means of cells that are the only ones of interest. */
interface FixedForms {
  /** @param whole whether the form is a variance whatever the cells, so that it cannot be below 0. */
  estimate(weights: SetWeights, whole: boolean): VarianceEstimate;
  /** Variance of a world within its cell, and its degrees of freedom. */
  readonly error: { readonly variance: number; readonly df: number };
}

interface Noise {
  /** Expected value of the form from noise alone, and its degrees of freedom. */
  readonly of: (form: Float64Array) => {
    readonly bias: number;
    readonly first: number;
    readonly second: number;
    /** Four times the variance of the form's linear part. */
    readonly slope: number;
  };
  readonly error: FixedForms["error"];
}

/**
 * Quadratic forms of the means of cells, each less what noise alone adds to it, so that they are unbiased for the variances among the
 * true means. Cells weigh the same, or as their numbers of worlds.
 *
 * Intervals: where a form cannot be negative, the form over its noise is a noncentral F, exactly so for complete cells with as many worlds each and
 * normal errors of one variance; its noncentrality is inverted and multiplied by the noise. Degrees of freedom after Box (1954), "Some
 * theorems on quadratic forms", Annals of Mathematical Statistics 25, theorem 3.1. Other forms take Student's t.
 */
export function fixedForms(
  { cells }: FactorialCells,
  weights: Float64Array,
  paired: boolean,
  confidence: number,
  assumed?: { readonly variance: number; readonly df: number },
): FixedForms {
  const n = cells.length;
  const means = cells.map(({ values }) => values.reduce((a, b) => a + b, 0) / values.length);
  const centre = means.reduce((a, b) => a + b, 0) / n;
  const centred = Float64Array.from(means, (mean) => mean - centre);
  const same = sameLevels(cells);
  const noise = paired ? pairedNoise(cells, means, centred) : separateNoise(cells, means, centred, assumed);
  return {
    error: noise.error,
    estimate(coefficients, whole) {
      const form = formOf(cells, weights, same, coefficients);
      let plain = 0;
      for (let i = 0; i < n; i++) {
        let row = 0;
        for (let j = 0; j < n; j++) row += form[i * n + j]! * centred[j]!;
        plain += centred[i]! * row;
      }
      const { bias, first, second, slope } = noise.of(form);
      const variance = plain - bias;
      const tail = (1 - confidence) / 2;
      if (!whole) {
        const margin = studentTQuantile(1 - tail, Math.max(1, second)) * Math.sqrt(slope);
        return { variance, ci: [variance - margin, variance + margin], df: first };
      }
      if (!(bias > 0)) return { variance, ci: [variance, variance], df: first };
      const ratio = plain / bias;
      const scale = bias / first;
      const low = scale * noncentralityOf(1 - tail, ratio, first, second);
      // Where the form is below what noise alone gives, the upper end is that of a form that is just so large.
      const high = scale * noncentralityOf(tail, Math.max(ratio, 1), first, second);
      return {
        variance,
        ci: [low, high],
        df: first,
        p: ratio > 0 ? fisherCdf(1 / ratio, second, first) : 1,
      };
    },
  };
}

/** For each two cells the factors of which they have the same level, as bits. */
function sameLevels(cells: FactorialCells["cells"]): Uint8Array {
  const n = cells.length;
  const same = new Uint8Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      same[i * n + j] = cells[i]!.at.reduce(
        (bits, level, k) => bits | (level === cells[j]!.at[k] ? 1 << k : 0),
        0,
      );
  return same;
}

/** The form whose value is the weighted sum, over sets of factors, of the variance of the means over the set's levels. */
function formOf(
  cells: FactorialCells["cells"],
  weights: Float64Array,
  same: Uint8Array,
  coefficients: SetWeights,
): Float64Array {
  const n = cells.length;
  const form = new Float64Array(n * n);
  const sets = [...coefficients].map(([set, coefficient]) => {
    const chance = new Float64Array(n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) if ((same[i * n + j]! & set) === set) chance[i]! += weights[j]!;
    return { set, coefficient, chance };
  });
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let value = 0;
      for (const { set, coefficient, chance } of sets)
        if ((same[i * n + j]! & set) === set) value += coefficient / chance[i]!;
      form[i * n + j] = value * weights[i]! * weights[j]!;
    }
  return form;
}

/** Worlds of different cells are independent. With at least two in each cell, cells may differ in their variances. */
function separateNoise(
  cells: FactorialCells["cells"],
  means: readonly number[],
  centred: Float64Array,
  assumed: { readonly variance: number; readonly df: number } | undefined,
): Noise {
  const n = cells.length;
  const squares = cells.map(({ values }, i) => values.reduce((all, v) => all + (v - means[i]!) ** 2, 0));
  const df = assumed?.df ?? cells.reduce((all, { values }) => all + values.length - 1, 0);
  const pooled = assumed?.variance ?? squares.reduce((a, b) => a + b, 0) / df;
  const each = cells.every(({ values }) => values.length > 1);
  const ofMean = cells.map(
    ({ values }, i) => (each ? squares[i]! / (values.length - 1) : pooled) / values.length,
  );
  return {
    error: { variance: pooled, df },
    of(form) {
      let [bias, trace, square, slope] = [0, 0, 0, 0];
      for (let i = 0; i < n; i++) {
        bias += form[i * n + i]! * ofMean[i]!;
        trace += form[i * n + i]! / cells[i]!.values.length;
        let row = 0;
        for (let j = 0; j < n; j++) {
          const one = form[i * n + j]!;
          row += one * centred[j]!;
          square += (one * one) / (cells[i]!.values.length * cells[j]!.values.length);
        }
        slope += 4 * row * row * ofMean[i]!;
      }
      return { bias, first: (trace * trace) / square, second: df, slope };
    },
  };
}

/** Each world is in every cell, so noise is whatever of the form differs between worlds. */
function pairedNoise(cells: FactorialCells["cells"], means: readonly number[], centred: Float64Array): Noise {
  const n = cells.length;
  const r = cells[0]!.values.length;
  const apart = Array.from({ length: r }, (_, w) =>
    Float64Array.from(cells, ({ values }, i) => values[w]! - means[i]!),
  );
  const squares = apart.reduce((all, one) => all + one.reduce((sum, e) => sum + e * e, 0), 0);
  return {
    error: { variance: squares / (n * (r - 1)), df: n * (r - 1) },
    of(form) {
      let [bias, trace, square, slope] = [0, 0, 0, 0];
      const rows = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        trace += form[i * n + i]!;
        for (let j = 0; j < n; j++) {
          square += form[i * n + j]! ** 2;
          rows[i]! += form[i * n + j]! * centred[j]!;
        }
      }
      for (const one of apart) {
        let along = 0;
        for (let i = 0; i < n; i++) {
          along += one[i]! * rows[i]!;
          for (let j = 0; j < n; j++) bias += one[i]! * form[i * n + j]! * one[j]!;
        }
        slope += along * along;
      }
      const first = (trace * trace) / square;
      return {
        bias: bias / (r * (r - 1)),
        first,
        second: first * (r - 1),
        slope: (4 * slope) / (r * (r - 1)),
      };
    },
  };
}
