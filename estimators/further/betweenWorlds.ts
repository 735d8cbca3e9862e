import { sum } from "../../src/core/numbers/sum.ts";
import type { FurtherEstimate } from "../Estimator.ts";
import { waldInterval } from "../interval/waldInterval.ts";

/**
 * The mean of several worlds with the error that their own spread tells, s²/W with Student's t and W − 1 degrees of freedom, where single
 * worlds tell none: worlds are independent repetitions, so nothing else has to be known. Worlds that are all the same tell no error.
 */
export function betweenWorlds(
  { withheld, ...row }: FurtherEstimate,
  worlds: readonly FurtherEstimate[],
): FurtherEstimate {
  const spread = sum(worlds.map(({ estimate }) => (estimate - row.estimate) ** 2)) / (worlds.length - 1);
  if (!(spread > 0)) return { ...row, ...(withheld === undefined ? {} : { withheld }) };
  const variance = spread / worlds.length;
  return {
    ...row,
    variance,
    se: Math.sqrt(variance),
    varianceMethod: "between-worlds",
    ...waldInterval(row.estimate, variance, worlds.length - 1, row.confidence),
  };
}
