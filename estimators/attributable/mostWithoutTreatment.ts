import { normalQuantile } from "../../src/core/numbers/normal.ts";
import type { WeightSpread } from "./weightSpread.ts";

interface WithoutTreatment {
  /** Largest outcome less the smallest. */
  readonly range: number;
  /** Standard deviations above 0 that the statistic may lie. */
  readonly factor: number;
  /** Whether outcomes are whole numbers. */
  readonly whole: boolean;
}

/** Tangents to the square root that are tried: each gives a valid bound, and the smallest counts. */
const TANGENTS = 60;

/** Standard deviations that a variable of mean 0 exceeds with probability at most α: √((1 − α)/α) by Cantelli's inequality, or the normal quantile. */
export function tailFactor(tail: "guaranteed" | "normal", alpha: number): number {
  return tail === "guaranteed" ? Math.sqrt((1 - alpha) / alpha) : normalQuantile(1 - alpha);
}

/**
 * A bound from above of Σ θ_i over all θ between 0 and what was seen, for which Σ θ_i v_i ≤ factor × √(variance of it). The variance is at most F = λ R Σ θ_i E v_i², as θ² ≤ Rθ; and √F ≤ s/2 + F/(2s) for every s > 0,
 * so that each s leaves a linear programme with one constraint, solved by filling up agents in the order of what they cost. No choice is made by data: every s gives a bound, so the smallest is one.
 *
 * Cost: 60 × O(agents log agents).
 */
export function mostWithoutTreatment(
  { weights, squares, factor: spread }: WeightSpread,
  values: readonly number[],
  { range, factor, whole }: WithoutTreatment,
): number {
  const total = values.reduce((sum, y) => sum + y, 0);
  const parts = values.map((_, i) => spread * range * squares[i]!);
  const largest = values.reduce((sum, y, i) => sum + y * parts[i]!, 0);
  if (largest === 0) return total;
  let most = total;
  for (let k = 0; k < TANGENTS; k++) {
    const s = Math.sqrt(largest) * 2 ** (-k / 4);
    most = Math.min(
      most,
      filled(values, (i) => weights[i]! - (factor * parts[i]!) / (2 * s), (factor * s) / 2),
    );
  }
  return whole ? Math.floor(most + 1e-6) : most;
}

/** max Σ θ_i, for 0 ≤ θ_i ≤ y_i and Σ θ_i cost_i ≤ room. */
function filled(values: readonly number[], costOf: (i: number) => number, room: number): number {
  let sum = 0;
  let left = room;
  const paid: [cost: number, y: number][] = [];
  values.forEach((y, i) => {
    if (y <= 0) return;
    const cost = costOf(i);
    if (cost > 0) {
      paid.push([cost, y]);
      return;
    }
    sum += y;
    left -= cost * y;
  });
  for (const [cost, y] of paid.sort(([a], [b]) => a - b)) {
    const taken = Math.min(y, Math.max(0, left) / cost);
    sum += taken;
    left -= taken * cost;
  }
  return sum;
}
