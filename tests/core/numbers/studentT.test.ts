import { describe, expect, test } from "vitest";
import { normalCdf, normalQuantile } from "../../../src/core/numbers/normal.ts";
import { studentTQuantile } from "../../../src/core/numbers/studentT.ts";
import { studentTCdf } from "../../support/studentTCdf.ts";
import { relative } from "../relative.ts";

describe("Student's t", () => {
  test("agrees with R 4: qt(0.975, 3), qt(0.975, 1), qt(0.995, 10), qt(0.975, 30)", () => {
    expect(relative(studentTQuantile(0.975, 3), 3.182446305284263)).toBeLessThan(1e-12);
    expect(relative(studentTQuantile(0.975, 1), 12.70620473617471)).toBeLessThan(1e-12);
    expect(relative(studentTQuantile(0.995, 10), 3.169272672616872)).toBeLessThan(1e-10);
    expect(relative(studentTQuantile(0.975, 30), 2.042272456301238)).toBeLessThan(1e-10);
  });

  test("with one degree of freedom is Cauchy's law: F(x) = 1/2 + atan(x)/π, in the lower tail atan(1/|x|)/π", () => {
    for (const x of [-1e8, -1000, -20, -3, -1]) {
      expect(relative(studentTCdf(x, 1), Math.atan(-1 / x) / Math.PI)).toBeLessThan(1e-13);
    }
    for (const p of [1e-10, 1e-6, 0.01, 0.1, 0.3]) {
      expect(relative(studentTQuantile(p, 1), -1 / Math.tan(Math.PI * p))).toBeLessThan(1e-13);
    }
  });

  test("with two degrees of freedom has F(x) = 1/2 + x / (2 √(2 + x²))", () => {
    for (const x of [-50, -3, -1, 0.5, 2, 1e4]) {
      const root = Math.sqrt(2 + x * x);
      // 1/2 − |x| / (2 root) without cancellation.
      const wanted = x < 0 ? 1 / (root * (root - x)) : 0.5 + x / (2 * root);
      expect(relative(studentTCdf(x, 2), wanted)).toBeLessThan(1e-13);
    }
  });

  test("has a quantile that is the inverse of its distribution function, in both tails", () => {
    for (const df of [0.5, 1, 2.5, 5, 30, 1e6]) {
      for (const p of [1e-12, 1e-6, 0.025, 0.4, 0.6, 0.975, 1 - 1e-6]) {
        expect(relative(studentTCdf(studentTQuantile(p, df), df), p)).toBeLessThan(1e-10);
      }
    }
  });

  test("with infinitely many degrees of freedom is the normal law, and nears it with many", () => {
    expect(studentTCdf(-3, Number.POSITIVE_INFINITY)).toBe(normalCdf(-3));
    expect(studentTQuantile(0.975, Number.POSITIVE_INFINITY)).toBe(normalQuantile(0.975));
    // Cornish–Fisher: t − z ≈ (z³ + z) / (4 df) = 2.4e-8 at df 1e8.
    expect(Math.abs(studentTQuantile(0.975, 1e8) - normalQuantile(0.975))).toBeLessThan(3e-8);
  });

  test("refuses impossible arguments", () => {
    expect(() => studentTQuantile(1.5, 3)).toThrow("studentTQuantile: p must be from 0 to 1, got 1.5");
    expect(() => studentTQuantile(0.5, 0)).toThrow("studentTQuantile: df must be above 0, got 0");
    expect(() => studentTCdf(1, -1)).toThrow("studentTCdf: df must be above 0, got -1");
    expect(() => studentTCdf(1, Number.NaN)).toThrow("studentTCdf: df must be above 0, got NaN");
    expect(() => studentTCdf(Number.NaN, 1)).toThrow("studentTCdf: x must be a number, got NaN");
  });
});
