import { describe, expect, test } from "vitest";
import { normalCdf, normalQuantile } from "../../../src/core/numbers/normal.ts";
import { normalDraw } from "../../../src/core/numbers/normalDraw.ts";
import { rng } from "../../../src/core/rng.ts";
import { relative } from "../relative.ts";

describe("the normal law", () => {
  test("agrees with R 4: pnorm(-10), pnorm(-1.96), qnorm(0.975), qnorm(0.995), qnorm(1e-10)", () => {
    expect(relative(normalCdf(-10), 7.619853024160527e-24)).toBeLessThan(1e-13);
    expect(relative(normalCdf(-1.96), 0.02499789514822043)).toBeLessThan(1e-13);
    expect(relative(normalQuantile(0.975), 1.959963984540054)).toBeLessThan(1e-15);
    expect(relative(normalQuantile(0.995), 2.5758293035489)).toBeLessThan(1e-13);
    expect(relative(normalQuantile(1e-10), -6.361340902404056)).toBeLessThan(1e-13);
  });

  test("has an inverse from the smallest double to the middle", () => {
    expect(normalQuantile(0.5)).toBe(0);
    // d ln Φ = |x| dx / …: a relative error of 1e-13 in p is one of 1e-13 / x² in x.
    for (let exponent = 1; exponent <= 305; exponent++) {
      for (const digit of [1, 2.5, 7]) {
        const p = digit * 10 ** -exponent;
        if (p < 0.5) expect(relative(normalCdf(normalQuantile(p)), p), String(p)).toBeLessThan(1e-12);
      }
    }
    // Below 1e-308 doubles lose digits themselves.
    expect(relative(normalCdf(normalQuantile(1e-310)), 1e-310)).toBeLessThan(1e-8);
    expect(normalQuantile(Number.MIN_VALUE)).toBeGreaterThan(-38.5);
    expect(normalQuantile(Number.MIN_VALUE)).toBeLessThan(-38.4);
  });

  test("rises without a step where the method changes", () => {
    for (const p of [1e-5, 1e-290]) {
      const [below, above] = [normalQuantile(p * (1 - 1e-9)), normalQuantile(p * (1 + 1e-9))];
      expect(above).toBeGreaterThan(below);
      expect(above - below).toBeLessThan(1e-8);
    }
  });

  test("is symmetric, and infinite at the ends only", () => {
    for (const p of [0.5, 0.25, 0.125, 2 ** -20]) expect(normalQuantile(1 - p)).toBe(-normalQuantile(p) + 0);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
  });

  test("refuses what is no probability", () => {
    for (const p of [-1e-9, 1.1, Number.NaN]) {
      expect(() => normalQuantile(p)).toThrow(`normalQuantile: p must be from 0 to 1, got ${p}`);
    }
    expect(() => normalCdf(Number.NaN)).toThrow("normalCdf: x must be a number, got NaN");
  });
});

test("normal draws have mean 0 and variance 1, and take two words of the stream each", () => {
  const stream = rng("normal");
  const numbers = Array.from({ length: 20_000 }, () => normalDraw(stream));
  const mean = numbers.reduce((total, x) => total + x, 0) / numbers.length;
  const square = numbers.reduce((total, x) => total + x * x, 0) / numbers.length;
  // Six standard errors: 6/√20000 for the mean, 6 √(2/20000) for the mean square.
  expect(Math.abs(mean)).toBeLessThan(0.0425);
  expect(Math.abs(square - 1)).toBeLessThan(0.06);
  const twice = rng("words");
  normalDraw(twice);
  const plain = rng("words");
  plain.uniform();
  expect(twice.uniform()).toBe(plain.uniform());
});

test("a normal draw is finite for the smallest and the largest uniform number", () => {
  const fixed = (value: number) => ({ ...rng(1), uniform: () => value });
  expect(normalDraw(fixed(0))).toBeGreaterThan(-8.4);
  expect(normalDraw(fixed(0))).toBeLessThan(-8.2);
  expect(normalDraw(fixed(1 - 2 ** -53))).toBe(-normalDraw(fixed(0)));
});
