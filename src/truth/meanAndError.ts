import { sum } from "../core/numbers/sum.ts";

/** The mean of simulated values and its Monte Carlo standard error, sd/√R. */
export function meanAndError(values: readonly number[]): { value: number; mcse: number } {
  const value = sum(values) / values.length;
  const spread = sum(values.map((x) => (x - value) ** 2)) / (values.length - 1);
  return { value, mcse: Math.sqrt(spread / values.length) };
}
