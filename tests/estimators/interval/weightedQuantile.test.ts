import { expect, it } from "vitest";
import { weightedQuantile } from "../../../estimators/interval/weightedQuantile.ts";

it("of a listed distribution: the smallest value with the share of all weight at or below it", () => {
  const values = [3, 1, 2];
  const weights = [0.05, 0.75, 0.2];
  const at = (p: number): number => weightedQuantile({ values, weights }, p, true).value;
  expect([0.5, 0.75, 0.76, 0.95, 0.951, 1].map(at)).toEqual([1, 1, 2, 2, 3, 3]);
  expect(weightedQuantile({ values, weights }, 0.95, true).mcse).toBe(0);
});

it("rounding of probabilities does not move it to the next value", () => {
  const values = Array.from({ length: 120 }, (_, k) => k);
  const weights = values.map(() => 1 / 120);
  expect(weightedQuantile({ values, weights }, 0.95, true).value).toBe(113);
});

it("of a sample: so high that a new value is at most as large with the stated probability", () => {
  const sample = (size: number): { values: number[]; weights: number[] } => ({
    values: Array.from({ length: size }, (_, k) => k + 1),
    weights: Array.from({ length: size }, () => 1),
  });
  // 19 of 20 places in which a new value can fall among 19 are at or below the largest.
  expect(weightedQuantile(sample(19), 0.95, false).value).toBe(19);
  expect(weightedQuantile(sample(99), 0.95, false).value).toBe(95);
  expect(weightedQuantile(sample(5), 0.95, false).value).toBe(5);
  // Rank 0.95 × 2,001 = 1901, give or take √(2000 × 0.95 × 0.05) = 9.7.
  const { value, mcse } = weightedQuantile(sample(2000), 0.95, false);
  expect([value, mcse]).toEqual([1901, 9.5]);
});
