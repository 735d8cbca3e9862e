import { z } from "zod";
import { SpillwayError } from "../../core/SpillwayError.ts";

/** A number above 0 up to 1. */
export const someShare = (): z.ZodNumber =>
  z
    .number({ error: "must be a number above 0 up to 1" })
    .gt(0, { error: "must be above 0" })
    .max(1, { error: "must be at most 1" });

/**
 * A share of the edges as a whole number of them.
 *
 * @throws SpillwayError when it is less than half an edge: the network would never change.
 */
export function shareOfEdges(kind: string, share: number, edges: number): number {
  const count = Math.round(share * edges);
  if (count === 0)
    throw new SpillwayError(
      `${kind}: share must be at least half an edge, got ${share} of ${edges} edges: the network would never change`,
    );
  return count;
}
