import { sum } from "../../src/core/numbers/sum.ts";

/** Mean, sample variance and number of some values of groups. */
export function groupSpread(values: readonly number[]): { mean: number; variance: number; count: number } {
  const count = values.length;
  const mean = sum(values) / count;
  return { mean, count, variance: sum(values.map((x) => (x - mean) ** 2)) / (count - 1) };
}
