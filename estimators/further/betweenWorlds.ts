import { sum } from "../../src/core/numbers/sum.ts";
import type { FurtherEstimate, NoAnswer } from "../Estimator.ts";
import { waldInterval } from "../interval/waldInterval.ts";
import type { FurtherRow } from "./furtherHead.ts";

/**
 * The mean of several worlds with the error that their own spread tells, s²/W with Student's t and W − 1 degrees of freedom, where the worlds'
 * rows have none of their own: worlds are independent repetitions, so nothing else has to be known.
 */
export function betweenWorlds(
  averaged: FurtherRow,
  rows: readonly (FurtherEstimate | NoAnswer)[],
): FurtherRow {
  if ("because" in averaged || averaged.variance !== undefined) return averaged;
  const found = rows.flatMap((row) => ("estimate" in row ? [row.estimate] : []));
  if (found.length < 2 || rows.some((row) => "ci" in row && row.ci !== undefined)) return averaged;
  const { withheld: _, ...row } = averaged;
  const spread = sum(found.map((x) => (x - averaged.estimate) ** 2)) / (found.length - 1);
  if (!(spread > 0)) return averaged;
  const variance = spread / found.length;
  return {
    ...row,
    variance,
    se: Math.sqrt(variance),
    varianceMethod: "between-worlds",
    ...waldInterval(row.estimate, variance, found.length - 1, row.confidence),
  };
}
