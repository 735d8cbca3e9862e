import type { Assignments } from "./reference.ts";

/**
 * A test statistic as what one world adds: for the arms of its agents, a number to `sums[0]` and a square to `sums[1]`. Outcomes are those observed,
 * the same for every assignment.
 */
export type WorldStatistic = (arms: Uint8Array, sums: Float64Array) => void;

/** A statistic of all worlds together. */
export type Statistic = (assignments: Assignments) => number;

/** What is added to squares of outcomes whose largest is 1, so that nothing is divided by 0. */
export const SMALLEST_SQUARE = 1e-12;

/** The sum over worlds: Σ of the first numbers, over the root of Σ of the squares where there are some. */
export function addedStatistic(worlds: readonly WorldStatistic[]): Statistic {
  const sums = new Float64Array(2);
  return (assignments) => {
    sums.fill(0);
    for (let w = 0; w < worlds.length; w++) worlds[w]!(assignments[w]!, sums);
    return sums[1] === 0 ? sums[0]! : sums[0]! / Math.sqrt(sums[1]!);
  };
}
