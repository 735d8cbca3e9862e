import { z } from "zod";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { type ClusterAssignment, clusterLaw, sizedAssignment } from "./law/clusterLaw.ts";
import { type GroupLabels, groupLabels, groupNumbers } from "./settings/groupNumbers.ts";

export interface ClusterSettings extends ClusterAssignment {
  /** Cluster of each agent: a list in the order of the network's ids, or a mapping from id to cluster. */
  readonly clusters: GroupLabels;
}

/**
 * Given clusters (villages, teams, conversations) are assigned as wholes: all agents of a cluster get the same arm. Within a
 * cluster P(Z_i = Z_j = 1) = P(Z_i = 1); the effective sample size is the number of clusters.
 *
 * @throws SpillwayError when an agent has no cluster, or the number or share of treated clusters cannot be honoured.
 */
export const cluster: DesignKind<ClusterSettings> = defineDesign({
  kind: "cluster",
  summary: "given clusters treated whole: independently, a fixed number of them, or stratified by size",
  settings: z.strictObject({
    clusters: groupLabels("cluster"),
    ...sizedAssignment(),
  }),
  law: ({ clusters, ...assignment }, network) =>
    clusterLaw("cluster", groupNumbers("cluster", clusters, network, "cluster").group, assignment),
});
