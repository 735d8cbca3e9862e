import { EigenvalueDecomposition, Matrix, QrDecomposition } from "ml-matrix";
import { SpillwayError } from "../SpillwayError.ts";

/** A small dense matrix as rows. Only for systems of some hundred unknowns: nothing here is meant for n agents. */
export type Rows = readonly (readonly number[])[];

const matrix = (rows: Rows): Matrix => new Matrix(rows.map((row) => [...row]));

/**
 * x with A x = b, by QR decomposition (ml-matrix). Cost O(k³).
 *
 * @throws SpillwayError when A is not square or is singular (see {@link leastSquares}).
 */
export function solve(a: Rows, b: readonly number[]): number[] {
  const columns = a[0]?.length ?? 0;
  if (columns !== a.length)
    throw new SpillwayError(`solve: wanted a square system, got ${a.length} × ${columns}`);
  return solveByQr("solve", matrix(a), Matrix.columnVector([...b]));
}

/**
 * x that minimises Σ w (b − A x)², by QR decomposition (ml-matrix). Weights, none negative, default to 1. Cost O(n k²).
 *
 * @throws SpillwayError when the columns are collinear: one of them is, up to 1e-10 of its length, a combination of those before.
 */
export function leastSquares(a: Rows, b: readonly number[], weights?: readonly number[]): number[] {
  const root = (i: number): number => Math.sqrt(weights?.[i] ?? 1);
  const scaled = matrix(a.map((row, i) => row.map((x) => x * root(i))));
  return solveByQr("leastSquares", scaled, Matrix.columnVector(b.map((y, i) => y * root(i))));
}

function solveByQr(who: string, a: Matrix, b: Matrix): number[] {
  if (a.rows !== b.rows)
    throw new SpillwayError(`${who}: wanted one right side per row, got ${b.rows} for ${a.rows} rows`);
  if (a.rows < a.columns) {
    throw new SpillwayError(`${who}: wanted at least as many rows as columns, got ${a.rows} × ${a.columns}`);
  }
  const qr = new QrDecomposition(a);
  const triangle = qr.upperTriangularMatrix;
  for (let j = 0; j < a.columns; j++) {
    // What column j has of its own, against its whole length; so the units of a column do not matter.
    const length = Math.hypot(...a.getColumn(j));
    if (!(Math.abs(triangle.get(j, j)) > 1e-10 * length)) {
      throw new SpillwayError(
        `${who}: column ${j + 1} is zero or a combination of the columns before it, so there is no one solution`,
      );
    }
  }
  return qr.solve(b).to1DArray();
}

/** Eigenvalues of a symmetric matrix, in ascending order (ml-matrix). Cost O(k³). */
export function symmetricEigenvalues(a: Rows): number[] {
  return symmetricEigen(a).values;
}

/** Eigenvalues of a symmetric matrix in ascending order, and for each its eigenvector of length 1 (ml-matrix). Cost O(k³). */
export function symmetricEigen(a: Rows): { readonly values: number[]; readonly vectors: number[][] } {
  // The solver fails on numbers at the edge of what a double can hold. Those that others dwarf are 0 to it, and where all are tiny,
  // a power of two takes them all away from the edge, exactly.
  const largest = a.reduce((most, row) => row.reduce((x, y) => Math.max(x, Math.abs(y)), most), 0);
  const unit = largest < 1e-200 ? 2 ** 700 : 1;
  const rows = a.map((row) => row.map((x) => (Math.abs(x) < 1e-100 * largest ? 0 : x * unit)));
  const found = new EigenvalueDecomposition(matrix(rows), { assumeSymmetric: true });
  // Each look at these makes a copy.
  const values = found.realEigenvalues;
  const vectors = found.eigenvectorMatrix;
  const order = values.map((_, e) => e).sort((x, y) => values[x]! - values[y]!);
  return {
    values: order.map((e) => values[e]! / unit),
    vectors: order.map((e) => vectors.getColumn(e)),
  };
}
