import type { EstimateRow } from "../Estimator.ts";
import type { Observed } from "../ExperimentData.ts";
import type { Contrast } from "../Inquiry.ts";
import { leeBound } from "./leeBound.ts";
import { manskiBound } from "./manskiBound.ts";

/** The smallest and the largest outcome that is possible. */
export type OutcomeRange = readonly [least: number, most: number];

/**
 * Rows that bound a contrast where outcomes are missing, two for each kind of bound: what the effect may be at least, and at most. Nothing where no
 * outcome of the contrast's agents is missing.
 *
 * - `manski-lower`, `manski-upper`: whatever the missing outcomes are, within the range of possible outcomes (Manski 1990). The range must be declared, unless
 *   there are outcomes and all of them are 0 or 1.
 * - `lee-lower`, `lee-upper`: the effect on those who answer in both conditions, if a condition makes agents answer more, or less, but not some more and others less (Lee 2009).
 */
export function missingBounds(
  worlds: readonly Observed[],
  contrast: Contrast,
  range: OutcomeRange | undefined,
): ((world: Observed) => EstimateRow)[] {
  const known = range ?? (worlds.every(isBinary) && worlds.some(isSeen) ? ([0, 1] as const) : undefined);
  const sides = ["lower", "upper"] as const;
  return [
    ...sides.map((side) => (world: Observed) => manskiBound(world, contrast, side, known)),
    ...sides.map((side) => (world: Observed) => leeBound(world, contrast, side)),
  ];
}

/** Whether there is any outcome: none at all say nothing of which are possible. */
function isSeen({ observed }: Observed): boolean {
  return observed.includes(1);
}

function isBinary({ outcome, observed }: Observed): boolean {
  return outcome.every((y, i) => observed[i] === 0 || y === 0 || y === 1);
}
