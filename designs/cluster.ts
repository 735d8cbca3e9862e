import { z } from "zod";
import { shown } from "../src/core/explainIssue.ts";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import type { Network } from "../src/network/Network.ts";
import { type ClusterAssignment, clusterAssignment, clusterLaw } from "./clusterLaw.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";

type Label = string | number;

export interface ClusterSettings extends ClusterAssignment {
  /** Cluster of each agent: a list in the order of the network's ids, or a mapping from id to cluster. */
  readonly clusters: readonly Label[] | Readonly<Record<string, Label>>;
}

/**
 * Given clusters (villages, teams, conversations) are treated whole: agents of a cluster share one arm. Within a
 * cluster P(Z_i = Z_j = 1) = P(Z_i = 1); the effective sample size is the number of clusters.
 *
 * @throws SpillwayError when an agent has no cluster, or the number of treated clusters cannot be honoured.
 */
export const cluster: DesignKind<ClusterSettings> = defineDesign({
  kind: "cluster",
  summary: "given clusters treated whole, by coins or a fixed number of them",
  settings: z.strictObject({
    clusters: z.union([z.array(label()).readonly(), z.record(z.string(), label()).readonly()], {
      error: "must be a list of clusters, one per agent, or a mapping from agent to cluster",
    }),
    ...clusterAssignment(),
  }),
  law: ({ clusters, ...assignment }, network) =>
    clusterLaw("cluster", numbered(clusters, network), assignment),
});

function label(): z.ZodUnion<readonly [z.ZodString, z.ZodNumber]> {
  return z.union([z.string(), z.number()]);
}

function numbered(clusters: ClusterSettings["clusters"], { n, ids }: Network): Uint32Array {
  const labelOf = Array.isArray(clusters)
    ? (i: number): Label | undefined => clusters[i]
    : (
        (map: ReadonlyMap<string, Label>) => (i: number) =>
          map.get(ids[i]!)
      )(new Map(Object.entries(clusters)));
  if (Array.isArray(clusters) && clusters.length !== n) {
    throw new SpillwayError(
      `cluster: clusters must have ${n} entries, one per agent, got ${clusters.length}`,
    );
  }
  const number = new Map<string, number>();
  return Uint32Array.from({ length: n }, (_, i) => {
    const given = labelOf(i);
    if (given === undefined)
      throw new SpillwayError(`cluster: every agent needs a cluster, but ${shown(ids[i])} has none`);
    const key = String(given);
    if (!number.has(key)) number.set(key, number.size);
    return number.get(key)!;
  });
}
