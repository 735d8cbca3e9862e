import type { Law } from "../../designs/Design.ts";
import { rng } from "../../src/core/rng.ts";
import type { SharedCoins } from "./sharedCoins.ts";

/** Assignments drawn for degrees of freedom, and how much work they may cost together. */
const [MOST_DRAWS, LEAST_DRAWS, MOST_WORK] = [200, 20, 5e7];

/**
 * Degrees of freedom of the bound Σ g_i ω_i², from the design alone: Satterthwaite's 2 mean²/variance over drawn assignments,
 * for outcomes that are all the same. Rare weights make it small. Beside it the standard deviation of the mean weight over these draws. The same draws at every call.
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
): { readonly degrees: number; readonly level: number } {
  const draws = Math.max(LEAST_DRAWS, Math.min(MOST_DRAWS, Math.floor(MOST_WORK / cost)));
  const stream = rng("degrees of a bound");
  const size = shared.degree.reduce((count, g) => count + Number(g > 0), 0);
  const bounds = new Float64Array(draws);
  const means = new Float64Array(draws);
  for (let r = 0; r < draws; r++)
    weightsOf(law.draw(stream.fork(r))).forEach((w, i) => {
      bounds[r]! += shared.degree[i]! * w * w;
      means[r]! += w / Math.max(1, size);
    });
  const [bound, mean] = [momentsOf(bounds), momentsOf(means)];
  return {
    degrees: bound.variance === 0 ? Number.POSITIVE_INFINITY : (2 * bound.mean ** 2) / bound.variance,
    level: Math.sqrt(mean.variance),
  };
}

function momentsOf(values: Float64Array): { mean: number; variance: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, variance: values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1) };
}
