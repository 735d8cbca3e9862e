import { describe, expect, test } from "vitest";
import { symmetricEigen } from "../../src/core/numbers/symmetricEigen.ts";
import { leastSquares, solve, symmetricEigenvalues } from "./linearAlgebra.ts";

const close = (got: readonly number[], wanted: readonly number[]): void => {
  expect(got.length).toBe(wanted.length);
  got.forEach((x, i) => {
    expect(Math.abs(x - wanted[i]!)).toBeLessThan(1e-12);
  });
};

describe("a small linear system", () => {
  test("is solved", () => {
    close(solve([[4]], [2]), [0.5]);
    // x + 2y = 5, 3x + 4y = 11.
    close(
      solve(
        [
          [1, 2],
          [3, 4],
        ],
        [5, 11],
      ),
      [1, 2],
    );
    close(
      solve(
        [
          [0, 1],
          [1, 0],
        ],
        [3, 7],
      ),
      [7, 3],
    );
  });

  test("is solved whatever the units of its columns", () => {
    close(
      solve(
        [
          [1e-9, 2e6],
          [3e-9, 4e6],
        ],
        [5, 11],
      ).map((x, i) => x * [1e-9, 1e6][i]!),
      [1, 2],
    );
  });

  test("is refused when it has no one solution", () => {
    const message = "column 2 is zero or a combination of the columns before it, so there is no one solution";
    expect(() =>
      solve(
        [
          [1, 2],
          [2, 4],
        ],
        [1, 2],
      ),
    ).toThrow(`solve: ${message}`);
    expect(() =>
      solve(
        [
          [0.1, 0.3],
          [0.2, 0.6],
        ],
        [1, 2],
      ),
    ).toThrow(`solve: ${message}`);
    expect(() => solve([[0]], [1])).toThrow("solve: column 1 is zero");
    expect(() => solve([[1, 2]], [1])).toThrow("solve: wanted a square system, got 1 × 2");
    expect(() => solve([[1]], [1, 2])).toThrow("solve: wanted one right side per row, got 2 for 1 rows");
  });
});

describe("least squares", () => {
  // Through (0, 1), (1, 3), (2, 4): the normal equations 3a + 3b = 8, 3a + 5b = 11 give a = 7/6, b = 3/2.
  const rows = [
    [1, 0],
    [1, 1],
    [1, 2],
  ];

  test("minimise the sum of squares", () => {
    close(leastSquares(rows, [1, 3, 4]), [7 / 6, 3 / 2]);
  });

  test("with weights are those of repeated rows", () => {
    const repeated = leastSquares([rows[0]!, rows[1]!, rows[1]!, rows[1]!, rows[2]!], [1, 3, 3, 3, 4]);
    close(leastSquares(rows, [1, 3, 4], [1, 3, 1]), repeated);
    close(leastSquares(rows, [1, 3, 99], [1, 1, 0]), [1, 2]);
  });

  test("are refused when columns are collinear or more than the rows", () => {
    expect(() =>
      leastSquares(
        [
          [1, 1],
          [1, 1],
          [1, 1],
        ],
        [1, 2, 3],
      ),
    ).toThrow(
      "leastSquares: column 2 is zero or a combination of the columns before it, so there is no one solution",
    );
    expect(() => leastSquares([[1, 1]], [1])).toThrow(
      "leastSquares: wanted at least as many rows as columns, got 1 × 2",
    );
    expect(() => leastSquares(rows, [1, 3, 4], [1, 0, 0])).toThrow(
      "leastSquares: column 2 is zero or a combination",
    );
  });
});

test("eigenvalues of a symmetric matrix come in ascending order", () => {
  close(
    symmetricEigenvalues([
      [2, 1],
      [1, 2],
    ]),
    [1, 3],
  );
  close(
    symmetricEigenvalues([
      [0, 1, 0],
      [1, 0, 1],
      [0, 1, 0],
    ]),
    [-Math.SQRT2, 0, Math.SQRT2],
  );
});

test("eigenvectors of a symmetric matrix have length 1 and rebuild it", () => {
  const a = [
    [2, -1, 0],
    [-1, 2, -1],
    [0, -1, 5],
  ];
  const { values, vectors } = symmetricEigen(a);
  close(values, symmetricEigenvalues(a));
  vectors.forEach((vector, e) => {
    expect(Math.hypot(...vector)).toBeCloseTo(1, 12);
    close(
      a.map((row) => row.reduce((sum, x, j) => sum + x * vector[j]!, 0)),
      vector.map((x) => x * values[e]!),
    );
  });
});

test("eigenvalues of numbers at the edge of what a double can hold", () => {
  const tiny = 5e-324;
  for (const [rows, wanted] of [
    [
      [
        [-13 * tiny, 7.8e-10],
        [7.8e-10, 0],
      ],
      [-7.8e-10, 7.8e-10],
    ],
    [
      [
        [-6.4e-323, 7e-323],
        [7e-323, -3],
      ],
      [-3, 0],
    ],
    [
      [
        [2e-310, 1e-310],
        [1e-310, 2e-310],
      ],
      [1e-310, 3e-310],
    ],
    [
      [
        [tiny, 0, 0],
        [0, 1, tiny],
        [0, tiny, 1],
      ],
      [0, 1, 1],
    ],
    [[[0]], [0]],
  ] as const) {
    const { values, vectors } = symmetricEigen(rows);
    expect(symmetricEigenvalues(rows)).toEqual(values);
    values.forEach((value, e) => {
      expect(Math.abs(value - wanted[e]!)).toBeLessThanOrEqual(1e-12 * Math.abs(wanted[e]!) + 2e-322);
      expect(Math.hypot(...vectors[e]!)).toBeCloseTo(1, 12);
    });
  }
});
