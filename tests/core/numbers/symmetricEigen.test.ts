import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { expect, it } from "vitest";
import { symmetricEigen } from "../../../src/core/numbers/symmetricEigen.ts";
import { rng } from "../../../src/core/rng.ts";

/** Symmetric, of up to 14 rows: of whole numbers, of any numbers, with many zeros, very small and very large. */
function matrixOf(k: number): number[][] {
  const stream = rng("symmetric matrices").fork(k);
  const rows = 1 + stream.integer(14);
  const unit = k % 7 === 0 ? 1e-90 : k % 11 === 0 ? 1e90 : 1;
  const a = Array.from({ length: rows }, () => Array<number>(rows).fill(0));
  for (let i = 0; i < rows; i++)
    for (let j = 0; j <= i; j++) {
      const whole = Math.round(8 * (stream.uniform() - 0.5));
      const x = k % 3 === 0 && stream.uniform() < 0.6 ? 0 : unit * whole * (k % 2 ? 1 : stream.uniform());
      a[i]![j] = x;
      a[j]![i] = x;
    }
  return a;
}

it("has the bits of the decomposition of ml-matrix", () => {
  for (let k = 0; k < 300; k++) {
    const a = matrixOf(k);
    const found = new EigenvalueDecomposition(new Matrix(a), { assumeSymmetric: true });
    const { eigenvectorMatrix } = found;
    expect(symmetricEigen(a)).toEqual({
      values: found.realEigenvalues,
      vectors: a.map((_, e) => eigenvectorMatrix.getColumn(e)),
    });
  }
});

it("takes numbers at the edge of what a double can hold", () => {
  const { values, vectors } = symmetricEigen([
    [2e-300, 1e-300],
    [1e-300, 2e-300],
  ]);
  expect(values[0]! / 1e-300).toBeCloseTo(1, 12);
  expect(values[1]! / 1e-300).toBeCloseTo(3, 12);
  expect(Math.abs(vectors[1]![0]!)).toBeCloseTo(Math.SQRT1_2, 12);
});
