import { expect, it } from "vitest";
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatProbability,
  formatSignificant,
  formatTick,
} from "../../src/report/formatNumber.ts";
import { decimalsOf } from "../../src/report/sections/decimalsOf.ts";

it("writes a true minus sign, and none before a zero", () => {
  expect(formatNumber(-0.41, 2)).toBe("\u22120.41");
  expect(formatNumber(-0.001, 2)).toBe("0.00");
  expect(formatNumber(-0, 0)).toBe("0");
});

it("sets thousands apart from five digits on", () => {
  expect([1234, 12345, 1234567].map(formatCount)).toEqual(["1234", "12\u202F345", "1\u202F234\u202F567"]);
  expect(formatNumber(-12345.678, 1)).toBe("\u221212\u202F345.7");
});

it("uses powers of ten for what is too long to read", () => {
  expect(formatNumber(-2.5e12, 2)).toBe("\u22122.5 × 10¹²");
  expect(formatNumber(1.23e-9, 11)).toBe("1.2 × 10⁻⁹");
  expect(formatNumber(0.45, 11)).toBe("0.4500000");
  expect(formatNumber(Number.POSITIVE_INFINITY, 2)).toBe("∞");
});

it("keeps significant digits", () => {
  expect([0.0021, 1, 123.4, 0, 0.00012345].map((value) => formatSignificant(value))).toEqual([
    "0.00210",
    "1.00",
    "123",
    "0",
    "0.000123",
  ]);
  expect(formatSignificant(0.0031, 1)).toBe("0.003");
});

it("never rounds a probability to 0 or 1", () => {
  expect([0, 1, 0.5, 0.9999, 0.00001, 0.0005].map(formatProbability)).toEqual([
    "0",
    "1",
    "0.500",
    ">0.999",
    "1.0 × 10⁻⁵",
    "0.001",
  ]);
});

it("writes percentages and ticks with the digits they need", () => {
  expect([0.95, 0.999, 0.07].map(formatPercent)).toEqual(["95\u00A0%", "99.9\u00A0%", "7\u00A0%"]);
  expect([0.2, -1, 0.30000000000000004, 20000, 2e-9].map(formatTick)).toEqual([
    "0.2",
    "\u22121",
    "0.3",
    "20\u202F000",
    "2.0 × 10⁻⁹",
  ]);
});

it("takes decimals from the smallest standard error by the rule of the Particle Data Group", () => {
  const row = {
    contrast: "c",
    first: "a",
    second: "b",
    estimator: "e",
    n: [1, 1],
    population: 2,
    excluded: [],
    notes: [],
  } as const;
  const decimals = (...errors: number[]): number =>
    decimalsOf(errors.map((se) => ({ ...row, estimate: 1, se })));
  // The examples of the rule: 0.827 ± 0.119 → two digits, 0.827 ± 0.367 → one digit.
  expect([
    decimals(0.119),
    decimals(0.367),
    decimals(0.08),
    decimals(0.0254),
    decimals(0.367, 0.02),
    decimals(12),
    decimals(3456),
  ]).toEqual([2, 1, 2, 3, 3, 0, 0]);
  expect([decimalsOf([]), decimals(0), decimalsOf([{ ...row, estimate: 0.0123 }])]).toEqual([2, 2, 4]);
});
