import { few } from "../../src/core/few.ts";

/** Columns of a regression: each with a name for messages and one number per row. */
export interface RegressionColumn {
  readonly name: string;
  readonly values: Float64Array;
}

/** A weighted least squares fit. */
export interface LeastSquares {
  /** A coefficient for each column. */
  readonly coefficients: Float64Array;
  /** (XᵀWX)⁻¹, p × p, row by row. */
  readonly bread: Float64Array;
  /** Outcome less fitted value, by row. */
  readonly residuals: Float64Array;
}

/** Columns that the others determine, in words: then there is no unique fit. */
export interface RankDeficient {
  readonly because: string;
}

/** What is left of a column beside the others, relative to its length, below which the others determine it. */
const DEPENDENT = 1e-9;

/**
 * Weighted least squares: minimises Σ w_i (y_i − x_iᵀβ)². The columns are made orthogonal one after another, twice (modified Gram–Schmidt with
 * reorthogonalisation: Björck 1996, "Numerical Methods for Least Squares Problems", section 2.4), so that no squares of the
 * data's condition number lose digits and a column that others determine is known by its name.
 *
 * @param columns at least one, each with as many entries as there are rows
 * @param weights above 0
 * @returns the fit, or why there is none. Cost: O(rows × columns²).
 */
export function leastSquares(
  columns: readonly RegressionColumn[],
  outcome: Float64Array,
  weights: Float64Array,
): LeastSquares | RankDeficient {
  const n = outcome.length;
  const p = columns.length;
  if (n < p) return { because: `${p} coefficients cannot be fitted to ${n} agents` };
  const root = weights.map(Math.sqrt);
  const q = columns.map(({ values }) => values.map((x, i) => x * root[i]!));
  // R, upper triangular: column j of X is Σ_k Q_k R_kj.
  const r = new Float64Array(p * p);
  const dependent: string[] = [];
  for (let j = 0; j < p; j++) {
    const column = q[j]!;
    const before = norm(column);
    for (let pass = 0; pass < 2; pass++)
      for (let k = 0; k < j; k++) {
        const part = dot(q[k]!, column);
        r[k * p + j]! += part;
        for (let i = 0; i < n; i++) column[i]! -= part * q[k]![i]!;
      }
    const left = norm(column);
    if (!(left > DEPENDENT * before)) {
      dependent.push(columns[j]!.name);
      column.fill(0);
      continue;
    }
    r[j * p + j] = left;
    for (let i = 0; i < n; i++) column[i]! /= left;
  }
  if (dependent.length > 0)
    return {
      because: `the other columns of the regression determine ${few(dependent)}: leave ${dependent.length === 1 ? "it" : "them"} out`,
    };
  const target = outcome.map((y, i) => y * root[i]!);
  const projected = new Float64Array(p);
  for (let pass = 0; pass < 2; pass++)
    for (let k = 0; k < p; k++) {
      const part = dot(q[k]!, target);
      projected[k]! += part;
      for (let i = 0; i < n; i++) target[i]! -= part * q[k]![i]!;
    }
  const inverse = inverseOfUpper(r, p);
  const coefficients = new Float64Array(p);
  const bread = new Float64Array(p * p);
  for (let a = 0; a < p; a++) {
    for (let k = a; k < p; k++) coefficients[a]! += inverse[a * p + k]! * projected[k]!;
    for (let b = 0; b < p; b++)
      for (let k = Math.max(a, b); k < p; k++) bread[a * p + b]! += inverse[a * p + k]! * inverse[b * p + k]!;
  }
  return { coefficients, bread, residuals: target.map((e, i) => e / root[i]!) };
}

function inverseOfUpper(r: Float64Array, p: number): Float64Array {
  const inverse = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    inverse[j * p + j] = 1 / r[j * p + j]!;
    for (let a = j - 1; a >= 0; a--) {
      let total = 0;
      for (let k = a + 1; k <= j; k++) total += r[a * p + k]! * inverse[k * p + j]!;
      inverse[a * p + j] = -total / r[a * p + a]!;
    }
  }
  return inverse;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

/** Euclidean length, safe from overflow. */
function norm(a: Float64Array): number {
  let most = 0;
  for (const x of a) most = Math.max(most, Math.abs(x));
  if (most === 0) return 0;
  let total = 0;
  for (const x of a) total += (x / most) ** 2;
  return most * Math.sqrt(total);
}
