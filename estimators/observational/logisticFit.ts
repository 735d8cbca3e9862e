import { leastSquaresOf, type Orthogonal, orthogonal } from "../../src/core/numbers/orthogonal.ts";
import { shown } from "../../src/core/shown.ts";

/** A logistic regression. */
interface LogisticFit {
  readonly coefficients: Float64Array;
  /** Fitted probability of each row. */
  readonly fitted: Float64Array;
  /** The decomposition of √w X at the fit, whose RᵀR is the information. */
  readonly information: Orthogonal;
}

const STEPS = 50;
const CLOSE = 1e-12;
/** Fitted probabilities beyond this distance from 0 and 1 are a separation: coefficients then grow without end. */
const EDGE = 1e-9;

/**
 * Logistic regression by Newton's method (iteratively reweighted least squares). McCullagh and Nelder (1989), "Generalized Linear Models", section 4.4.
 *
 * @param columns the design matrix by columns, the constant among them
 * @param z 0 or 1 for each row; or any share between
 * @param names of the columns behind the constant, for the words
 * @returns the fit; or in words why there is none. Cost: O(n k² × 50 steps) at most.
 */
export function logisticFit(
  columns: readonly Float64Array[],
  z: ArrayLike<number>,
  names: readonly string[] = [],
): LogisticFit | string {
  const n = z.length;
  let coefficients = new Float64Array(columns.length);
  for (let step = 0; step < STEPS; step++) {
    const linear = new Float64Array(n);
    for (const [k, column] of columns.entries())
      for (let i = 0; i < n; i++) linear[i]! += coefficients[k]! * column[i]!;
    const fitted = linear.map((x) => 1 / (1 + Math.exp(-x)));
    if (fitted.some((p) => !(p > EDGE && p < 1 - EDGE)))
      return "the covariates tell the treated from the untreated with certainty (separation), so no propensity is between 0 and 1: use fewer or coarser covariates";
    const root = fitted.map((p) => Math.sqrt(p * (1 - p)));
    const information = orthogonal(columns.map((column) => column.map((x, i) => x * root[i]!)));
    if (typeof information === "number")
      return `covariate ${names[information - 1] === undefined ? `number ${information}` : shown(names[information - 1])} is a combination of the constant and those before it: leave it out`;
    const change = leastSquaresOf(
      information,
      root.map((r, i) => (z[i]! - fitted[i]!) / r),
    );
    const next = coefficients.map((b, k) => b + change[k]!);
    const largest = change.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    if (largest < CLOSE * Math.max(1, ...next.map(Math.abs)))
      return { coefficients: next, fitted, information };
    coefficients = next;
  }
  return "the logistic regression of treatment on the covariates did not settle in 50 steps: use fewer or coarser covariates";
}
