import type { Law } from "../../designs/Design.ts";
import { rng } from "../../src/core/rng.ts";
import type { SharedCoins } from "./sharedCoins.ts";

/** Assignments drawn for degrees of freedom, and how much work they may cost together. */
const [MOST_DRAWS, LEAST_DRAWS, MOST_WORK] = [200, 20, 5e7];

/**
 * Degrees of freedom of the bound Σ g_i ω_i², from the design alone: Satterthwaite's 2 mean²/variance over drawn assignments,
 * for outcomes that are all the same. Rare weights make it small. The same draws at every call.
 *
 * @param cost work of one draw, in steps
 */
export function boundDegrees(
  law: Law,
  {
    weightsOf,
    shared,
  }: { readonly weightsOf: (assignment: Uint8Array) => Float64Array; readonly shared: SharedCoins },
  cost: number,
): number {
  const draws = Math.max(LEAST_DRAWS, Math.min(MOST_DRAWS, Math.floor(MOST_WORK / cost)));
  const stream = rng("degrees of a bound");
  const found = Array.from({ length: draws }, (_, r) =>
    weightsOf(law.draw(stream.fork(r))).reduce((sum, w, i) => sum + shared.degree[i]! * w * w, 0),
  );
  const mean = found.reduce((a, b) => a + b, 0) / draws;
  const variance = found.reduce((a, b) => a + (b - mean) ** 2, 0) / (draws - 1);
  return variance === 0 ? Number.POSITIVE_INFINITY : (2 * mean ** 2) / variance;
}
