import { EigenvalueDecomposition, Matrix, QrDecomposition, solve as solveLinear } from "ml-matrix";

/** A small dense matrix as rows. Only for systems of some hundred unknowns: nothing here is meant for n agents. */
export type Rows = readonly (readonly number[])[];

const matrix = (rows: Rows): Matrix => new Matrix(rows.map((row) => [...row]));

/** x with A x = b, by LU decomposition (ml-matrix). Cost O(k³). */
export function solve(a: Rows, b: readonly number[]): number[] {
  return solveLinear(matrix(a), Matrix.columnVector([...b])).to1DArray();
}

/** x that minimises Σ w (b − A x)², by QR decomposition (ml-matrix). Weights default to 1. Cost O(n k²). */
export function leastSquares(a: Rows, b: readonly number[], weights?: readonly number[]): number[] {
  const root = (i: number): number => Math.sqrt(weights?.[i] ?? 1);
  const scaled = matrix(a.map((row, i) => row.map((x) => x * root(i))));
  const target = Matrix.columnVector(b.map((y, i) => y * root(i)));
  return new QrDecomposition(scaled).solve(target).to1DArray();
}

/** Eigenvalues of a symmetric matrix, in ascending order (ml-matrix). Cost O(k³). */
export function symmetricEigenvalues(a: Rows): number[] {
  return new EigenvalueDecomposition(matrix(a), { assumeSymmetric: true }).realEigenvalues.sort((x, y) => x - y);
}
