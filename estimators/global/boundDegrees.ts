import type { Law } from "../../designs/Design.ts";
import { rng } from "../../src/core/rng.ts";

/** Assignments drawn for degrees of freedom, and how much work they may cost together. */
const [MOST_DRAWS, LEAST_DRAWS, MOST_WORK] = [200, 20, 1e8];

/**
 * Degrees of freedom of a bound Σ g_i w_i², from the design alone: Satterthwaite's 2 mean²/variance over drawn assignments,
 * for outcomes that are all the same. Rare weights make it small. The same draws at every call.
 *
 * @param cost work of one draw, in steps
 */
export function boundDegrees(law: Law, boundOf: (assignment: Uint8Array) => number, cost: number): number {
  const draws = Math.max(LEAST_DRAWS, Math.min(MOST_DRAWS, Math.floor(MOST_WORK / cost)));
  const stream = rng("degrees of a bound");
  const found = Array.from({ length: draws }, (_, r) => boundOf(law.draw(stream.fork(r))));
  const mean = found.reduce((a, b) => a + b, 0) / draws;
  const variance = found.reduce((a, b) => a + (b - mean) ** 2, 0) / (draws - 1);
  return variance === 0 ? Number.POSITIVE_INFINITY : (2 * mean ** 2) / variance;
}
