import fc from "fast-check";
import { expect, it } from "vitest";
import { largestEigenvalue } from "../../../src/core/numbers/largestEigenvalue.ts";
import { symmetricEigenvalues } from "../../support/linearAlgebra.ts";

const by =
  (rows: readonly (readonly number[])[]) =>
  (x: Float64Array, into: Float64Array): void => {
    rows.forEach((row, r) => {
      into[r] = row.reduce((total, value, c) => total + value * x[c]!, 0);
    });
  };

it("is that of the dense solver, for symmetric matrices with eigenvalues of any sign", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.infiniteStream(fc.double({ min: -5, max: 5, noNaN: true })),
      (size, stream) => {
        const lower = Array.from({ length: size }, () =>
          Array.from({ length: size }, () => stream.next().value as number),
        );
        const rows = lower.map((row, r) => row.map((value, c) => (r >= c ? value : lower[c]![r]!)));
        const wanted = symmetricEigenvalues(rows).at(-1)!;
        const scale = 1 + Math.max(...rows.flat().map(Math.abs));
        expect(Math.abs(largestEigenvalue(by(rows), size) - wanted)).toBeLessThan(1e-7 * scale);
      },
    ),
  );
});

it("of a diagonal matrix is its largest entry, also when many are the same", () => {
  const entries = Array.from({ length: 500 }, (_, i) => i % 7);
  const multiply = (x: Float64Array, into: Float64Array): void => {
    entries.forEach((value, i) => {
      into[i] = value * x[i]!;
    });
  };
  expect(largestEigenvalue(multiply, 500)).toBeCloseTo(6, 10);
  expect(largestEigenvalue((x, into) => into.fill(0, 0, x.length), 3)).toBe(0);
});

it("of a path is 2 cos(π/(n + 1)), though its neighbours lie close", () => {
  const n = 300;
  const multiply = (x: Float64Array, into: Float64Array): void => {
    for (let i = 0; i < n; i++) into[i] = (x[i - 1] ?? 0) + (x[i + 1] ?? 0);
  };
  const found = largestEigenvalue(multiply, n) / (2 * Math.cos(Math.PI / (n + 1)));
  expect(Math.abs(found - 1)).toBeLessThan(1e-8);
});
