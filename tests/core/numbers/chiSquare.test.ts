import { describe, expect, test } from "vitest";
import { chiSquareCdf } from "../../../src/core/numbers/chiSquare.ts";
import { normalQuantile } from "../../../src/core/numbers/normal.ts";
import { chiSquareQuantile } from "../../support/chiSquareQuantile.ts";
import { relative } from "../relative.ts";

describe("the χ² law", () => {
  test("agrees with R 4: qchisq(0.95, 1), qchisq(0.95, 10)", () => {
    expect(relative(chiSquareQuantile(0.95, 1), 3.841458820694124)).toBeLessThan(1e-13);
    expect(relative(chiSquareQuantile(0.95, 10), 18.307038053275146)).toBeLessThan(1e-13);
  });

  test("with one degree of freedom is a squared normal number, with two it is exponential: F(x) = 1 − exp(−x/2)", () => {
    for (const p of [0.1, 0.5, 0.9, 0.999]) {
      expect(relative(chiSquareQuantile(p, 1), normalQuantile((1 + p) / 2) ** 2)).toBeLessThan(1e-11);
      expect(relative(chiSquareQuantile(p, 2), -2 * Math.log1p(-p))).toBeLessThan(1e-12);
    }
    for (const x of [1e-8, 0.1, 1, 5, 50])
      expect(relative(chiSquareCdf(x, 2), -Math.expm1(-x / 2))).toBeLessThan(1e-13);
  });

  test("has a quantile that is the inverse of its distribution function", () => {
    for (const df of [0.5, 1, 3, 10, 200]) {
      for (const p of [1e-6, 0.05, 0.5, 0.95, 1 - 1e-6]) {
        expect(relative(chiSquareCdf(chiSquareQuantile(p, df), df), p)).toBeLessThan(1e-10);
      }
    }
    expect(chiSquareQuantile(0, 3)).toBe(0);
    expect(chiSquareQuantile(1, 3)).toBe(Number.POSITIVE_INFINITY);
    expect(chiSquareCdf(-1, 3)).toBe(0);
  });

  test("refuses impossible arguments", () => {
    expect(() => chiSquareQuantile(-0.1, 3)).toThrow("chiSquareQuantile: p must be from 0 to 1, got -0.1");
    expect(() => chiSquareQuantile(0.5, 0)).toThrow(
      "chiSquareQuantile: df must be a finite number above 0, got 0",
    );
    expect(() => chiSquareCdf(1, Number.POSITIVE_INFINITY)).toThrow(
      "chiSquareCdf: df must be a finite number above 0, got Infinity",
    );
    expect(() => chiSquareCdf(Number.NaN, 1)).toThrow("chiSquareCdf: x must be a number, got NaN");
  });
});
