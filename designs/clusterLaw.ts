import { z } from "zod";
import { probability } from "../src/core/fields.ts";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import { armNames } from "./armNames.ts";
import type { Law } from "./Design.ts";
import { lawOf } from "./lawOf.ts";

/** How clusters are treated: by a coin each, or a fixed number of them. */
export interface ClusterAssignment {
  /** Chance of treatment of each cluster, from 0 to 1. Default 0.5, unless `treated` is given. */
  readonly probability?: number;
  /** Number of treated clusters, from 1 to the number of clusters − 1, instead of coins. */
  readonly treated?: number;
  /** Names of the two arms, untreated first. Default control, treated. */
  readonly arms?: readonly [string, string];
}

/** The settings of {@link ClusterAssignment}, for the schemas of designs that treat clusters. */
export const clusterAssignment = (): {
  probability: z.ZodOptional<z.ZodNumber>;
  treated: z.ZodOptional<z.ZodNumber>;
  arms: ReturnType<typeof armNames>;
} => ({
  probability: probability().optional(),
  treated: z.number({ error: "must be a whole number" }).optional(),
  arms: armNames(),
});

/** The law in which all agents of a cluster share one arm. `cluster` numbers them 0 … M − 1 without gaps. */
export function clusterLaw(
  who: string,
  cluster: Uint32Array,
  assignment: z.output<z.ZodObject<ReturnType<typeof clusterAssignment>>>,
): Law {
  const { treated, arms } = assignment;
  const n = cluster.length;
  const blocks = cluster.reduce((most, c) => Math.max(most, c + 1), 0);
  if (treated === undefined) {
    const chance = assignment.probability ?? 0.5;
    const chances = new Float64Array(2 * blocks);
    for (let c = 0; c < blocks; c++) chances.set([1 - chance, chance], 2 * c);
    return lawOf(arms, n, { kind: "independent-blocks", block: cluster, blocks, probability: chances });
  }
  if (assignment.probability !== undefined) {
    throw new SpillwayError(
      `${who}: give probability (a coin for each cluster) or treated (a number of clusters), not both`,
    );
  }
  if (!Number.isInteger(treated) || treated < 1 || treated > blocks - 1) {
    const range =
      blocks > 1
        ? `an integer from 1 to ${blocks - 1} (there are ${blocks} clusters)`
        : "possible, but there is only one cluster";
    throw new SpillwayError(`${who}: treated must be ${range}, got ${treated}`);
  }
  const counts = Uint32Array.of(blocks - treated, treated);
  return lawOf(arms, n, {
    kind: "fixed-counts",
    block: cluster,
    blocks,
    stratum: new Uint32Array(blocks),
    strata: 1,
    counts,
  });
}
