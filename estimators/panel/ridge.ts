/** A fit with an intercept that is not penalised: centred columns, cross-products, one small system. */
export interface RidgeFit {
  readonly intercept: number;
  readonly coefficients: readonly number[];
}

/** Centred cross-products of columns and outcome: what is left to do for any penalty is a system of as many unknowns as columns. */
export interface CrossProducts {
  readonly square: readonly (readonly number[])[];
  readonly right: readonly number[];
  readonly means: readonly number[];
  readonly mean: number;
}

/** Cost: O(rows × columns²). */
export function crossProducts(columns: readonly Float64Array[], outcome: Float64Array): CrossProducts {
  const rows = outcome.length;
  const meanOf = (x: Float64Array): number => {
    let total = 0;
    for (const value of x) total += value;
    return total / rows;
  };
  const means = columns.map(meanOf);
  const mean = meanOf(outcome);
  const dot = (a: Float64Array, ma: number, b: Float64Array, mb: number): number => {
    let total = 0;
    for (let r = 0; r < rows; r++) total += (a[r]! - ma) * (b[r]! - mb);
    return total;
  };
  return {
    square: columns.map((a, j) => columns.map((b, k) => dot(a, means[j]!, b, means[k]!))),
    right: columns.map((a, j) => dot(a, means[j]!, outcome, mean)),
    means,
    mean,
  };
}

/** Hoerl and Kennard (1970): (XᵀX + diag(α))⁻¹ Xᵀy, by Cholesky's root; `penalty` one number above 0 for each column. */
export function ridge({ square, right, means, mean }: CrossProducts, penalty: readonly number[]): RidgeFit {
  const coefficients = solvePositive(
    square.map((row, j) => row.map((x, k) => (j === k ? x + penalty[j]! : x))),
    right,
  );
  return { coefficients, intercept: coefficients.reduce((rest, b, k) => rest - b * means[k]!, mean) };
}

/** The x with A x = b for a positive definite A, by Cholesky's root. */
export function solvePositive(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const n = b.length;
  const root = a.map(() => new Float64Array(n));
  for (let j = 0; j < n; j++)
    for (let k = 0; k <= j; k++) {
      let rest = a[j]![k]!;
      for (let m = 0; m < k; m++) rest -= root[j]![m]! * root[k]![m]!;
      root[j]![k] = j === k ? Math.sqrt(rest) : rest / root[k]![k]!;
    }
  const x = Array.from(b);
  for (let j = 0; j < n; j++) {
    for (let m = 0; m < j; m++) x[j]! -= root[j]![m]! * x[m]!;
    x[j]! /= root[j]![j]!;
  }
  for (let j = n - 1; j >= 0; j--) {
    for (let m = j + 1; m < n; m++) x[j]! -= root[m]![j]! * x[m]!;
    x[j]! /= root[j]![j]!;
  }
  return x;
}
