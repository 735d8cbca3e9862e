import { inverse, Matrix } from "ml-matrix";
import { few } from "../../src/core/few.ts";
import { orthogonal } from "../../src/core/numbers/orthogonal.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";

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

/**
 * Weighted least squares: minimises Σ w_i (y_i − x_iᵀβ)², by columns made orthogonal ({@link orthogonal}), so that no squares of the data's condition
 * number lose digits and a column that others determine is known by its name.
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
  wantArgument("leastSquares", "columns", columns);
  wantArgument("leastSquares", "outcomes", outcome);
  wantArgument("leastSquares", "weights", weights);
  const n = outcome.length;
  const p = columns.length;
  if (n < p) return { because: `${p} coefficients cannot be fitted to ${n} agents` };
  const root = weights.map(Math.sqrt);
  const made = orthogonal(columns.map(({ values }) => values.map((x, i) => x * root[i]!)));
  if (typeof made === "number")
    return {
      because: `the other columns of the regression determine ${few([columns[made]!.name])}: leave it out`,
    };
  const target = outcome.map((y, i) => y * root[i]!);
  const projected = new Float64Array(p);
  // Twice, as one pass leaves rounding of the size of the outcomes in the residuals.
  for (let pass = 0; pass < 2; pass++)
    made.q.forEach((column, k) => {
      let part = 0;
      for (let i = 0; i < n; i++) part += column[i]! * target[i]!;
      projected[k]! += part;
      for (let i = 0; i < n; i++) target[i]! -= part * column[i]!;
    });
  const back = inverse(new Matrix(made.r.map((row) => Array.from(row))));
  return {
    coefficients: Float64Array.from(back.mmul(Matrix.columnVector(projected)).to1DArray()),
    bread: Float64Array.from(back.mmul(back.transpose()).to1DArray()),
    residuals: target.map((e, i) => e / root[i]!),
  };
}
