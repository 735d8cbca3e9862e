import { z } from "zod";
import { probability, wholeNumber } from "../../src/core/fields.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import type { Law } from "../Design.ts";
import { armNames } from "../settings/armNames.ts";
import { sizeStrata } from "../settings/sizeStrata.ts";
import { lawOf } from "./lawOf.ts";

/** How clusters are treated: by a coin each, a fixed number of them, or fixed numbers among clusters of like size. */
export interface ClusterAssignment {
  /** Chance of treatment of each cluster, from 0 to 1; with `sizeStrata` the share of each stratum that is treated, exactly. Default 0.5, unless `treated` is given. */
  readonly probability?: number;
  /** Number of treated clusters, from 1 to the number of clusters − 1, instead of coins; with `sizeStrata` a list, one number for each stratum. */
  readonly treated?: number | readonly number[];
  /** Number of strata of clusters of like size, from 1 on: in each a fixed number of clusters is treated, so that no draw treats all the large ones. */
  readonly sizeStrata?: number;
  /** Names of the two arms, untreated first. Default control, treated. */
  readonly arms?: readonly [string, string];
}

/** Settings for a coin for each cluster, or a fixed number of clusters. */
const clusterAssignment = (): {
  probability: z.ZodOptional<z.ZodNumber>;
  treated: z.ZodOptional<z.ZodNumber>;
  arms: ReturnType<typeof armNames>;
} => ({
  probability: probability().optional(),
  treated: z.number({ error: "must be a whole number" }).optional(),
  arms: armNames(),
});

const treatedField: z.ZodUnion<readonly [z.ZodNumber, z.ZodReadonly<z.ZodArray<z.ZodNumber>>]> = z.union(
  [z.number(), z.array(z.number()).readonly()],
  {
    error: "must be a whole number, or a list of them, one for each stratum",
  },
);

/** The settings of {@link ClusterAssignment}, for the schemas of designs that treat clusters: also by size. */
export const sizedAssignment = (): Omit<ReturnType<typeof clusterAssignment>, "treated"> & {
  treated: z.ZodOptional<typeof treatedField>;
  sizeStrata: z.ZodOptional<z.ZodNumber>;
} => ({
  probability: probability().optional(),
  treated: treatedField.optional(),
  sizeStrata: wholeNumber(1).optional(),
  arms: armNames(),
});

/** The law in which all agents of a cluster share one arm. `cluster` numbers them 0 … M − 1 without gaps. */
export function clusterLaw(
  who: string,
  cluster: Uint32Array,
  assignment: z.output<z.ZodObject<ReturnType<typeof sizedAssignment>>>,
): Law {
  const { treated, arms } = assignment;
  const n = cluster.length;
  const blocks = cluster.reduce((most, c) => Math.max(most, c + 1), 0);
  if (treated !== undefined && assignment.probability !== undefined) {
    throw new SpillwayError(
      `${who}: give probability (a coin for each cluster) or treated (a number of clusters), not both`,
    );
  }
  const fixed = { kind: "fixed-counts", block: cluster, blocks } as const;
  if (assignment.sizeStrata !== undefined) {
    const { sizeStrata: strata, probability: share } = assignment;
    return lawOf(arms, n, { ...fixed, ...sizeStrata(who, cluster, blocks, { strata, share, treated }) });
  }
  if (treated === undefined) {
    const chance = assignment.probability ?? 0.5;
    const chances = new Float64Array(2 * blocks);
    for (let c = 0; c < blocks; c++) chances.set([1 - chance, chance], 2 * c);
    return lawOf(arms, n, { kind: "independent-blocks", block: cluster, blocks, probability: chances });
  }
  if (typeof treated !== "number")
    throw new SpillwayError(
      `${who}: treated must be one number where sizeStrata is not given, got a list of ${treated.length}`,
    );
  if (!Number.isInteger(treated) || treated < 1 || treated > blocks - 1) {
    const range =
      blocks > 1
        ? `an integer from 1 to ${blocks - 1} (there are ${blocks} clusters)`
        : "possible, but there is only one cluster";
    throw new SpillwayError(`${who}: treated must be ${range}, got ${treated}`);
  }
  const counts = Uint32Array.of(blocks - treated, treated);
  return lawOf(arms, n, { ...fixed, stratum: new Uint32Array(blocks), strata: 1, counts });
}
