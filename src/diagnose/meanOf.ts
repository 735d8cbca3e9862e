import { sum } from "../core/numbers/sum.ts";
import type { Measured } from "../truth/Measured.ts";

/** The mean of values and s/√R; undefined for fewer than two values. */
export function meanOf(values: readonly number[]): Measured | undefined {
  const R = values.length;
  if (R < 2) return undefined;
  const value = sum(values) / R;
  return { value, mcse: Math.sqrt(squaresAround(values, value) / (R - 1) / R) };
}

/** Σ (x − centre)². */
export function squaresAround(values: readonly number[], centre: number): number {
  return sum(values.map((x) => (x - centre) ** 2));
}
