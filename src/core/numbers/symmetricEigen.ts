import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** A small dense matrix as rows. Only for systems of some hundred unknowns: nothing here is meant for n agents. */
export type Rows = readonly (readonly number[])[];

/** Eigenvalues of a symmetric matrix in ascending order, and for each its eigenvector of length 1 (ml-matrix). Cost O(k³). */
export function symmetricEigen(a: Rows): { readonly values: number[]; readonly vectors: number[][] } {
  // The solver fails on numbers at the edge of what a double can hold. Those that others dwarf are 0 to it, and where all are tiny,
  // a power of two takes them all away from the edge, exactly.
  const largest = a.reduce((most, row) => row.reduce((x, y) => Math.max(x, Math.abs(y)), most), 0);
  const unit = largest < 1e-200 ? 2 ** 700 : 1;
  const rows = a.map((row) => row.map((x) => (Math.abs(x) < 1e-100 * largest ? 0 : x * unit)));
  const found = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  // Each look at these makes a copy.
  const values = found.realEigenvalues;
  const vectors = found.eigenvectorMatrix;
  const order = values.map((_, e) => e).sort((x, y) => values[x]! - values[y]!);
  return {
    values: order.map((e) => values[e]! / unit),
    vectors: order.map((e) => vectors.getColumn(e)),
  };
}
