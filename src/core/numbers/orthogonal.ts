/** Columns as orthonormal ones times an upper triangle: X = Q R. */
export interface Orthogonal {
  readonly q: readonly Float64Array[];
  /** Row-wise, upper triangular; as many rows as columns. */
  readonly r: readonly Float64Array[];
}

/** What is left of a column after projection is nothing, from this share of its length downwards. */
const NOTHING = 1e-9;

/**
 * The QR decomposition of a few columns, by Gram and Schmidt's modified procedure done twice, which keeps Q orthonormal to
 * rounding. Björck (1994), "Numerics of Gram–Schmidt orthogonalization". Cost: O(n k²).
 *
 * @returns the decomposition; or the number of the first column that is a combination of those before it
 */
export function orthogonal(columns: readonly Float64Array[]): Orthogonal | number {
  const q: Float64Array[] = [];
  const r = columns.map(() => new Float64Array(columns.length));
  for (const [k, column] of columns.entries()) {
    const rest = column.slice();
    const length = Math.sqrt(dot(rest, rest));
    for (let pass = 0; pass < 2; pass++)
      for (const [j, done] of q.entries()) {
        const part = dot(done, rest);
        r[j]![k]! += part;
        for (let i = 0; i < rest.length; i++) rest[i]! -= part * done[i]!;
      }
    const left = Math.sqrt(dot(rest, rest));
    if (!(left > NOTHING * length)) return k;
    r[k]![k] = left;
    q.push(rest.map((x) => x / left));
  }
  return { q, r };
}

/** The coefficients of least squares of y on the columns: R b = Qᵀ y. Cost: O(n k). */
export function leastSquaresOf({ q, r }: Orthogonal, y: Float64Array): Float64Array {
  return backward(
    r,
    q.map((column) => dot(column, y)),
  );
}

/** The weights of a linear function cᵀb of those coefficients as Σ w_i y_i: w = Q R⁻ᵀ c. Cost: O(n k). */
export function functionalOf({ q, r }: Orthogonal, c: ArrayLike<number>): Float64Array {
  const k = r.length;
  const x = new Float64Array(k);
  for (let j = 0; j < k; j++) {
    let rest = c[j]!;
    for (let m = 0; m < j; m++) rest -= r[m]![j]! * x[m]!;
    x[j] = rest / r[j]![j]!;
  }
  const weights = new Float64Array(q[0]?.length ?? 0);
  for (const [j, column] of q.entries())
    for (let i = 0; i < weights.length; i++) weights[i]! += x[j]! * column[i]!;
  return weights;
}

function backward(r: readonly Float64Array[], right: readonly number[]): Float64Array {
  const b = new Float64Array(r.length);
  for (let j = r.length - 1; j >= 0; j--) {
    let rest = right[j]!;
    for (let m = j + 1; m < r.length; m++) rest -= r[j]![m]! * b[m]!;
    b[j] = rest / r[j]![j]!;
  }
  return b;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}
