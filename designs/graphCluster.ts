import { z } from "zod";
import { seed } from "../src/core/fields.ts";
import { rng } from "../src/core/rng.ts";
import { louvain } from "../src/network/louvain.ts";
import { threeNet } from "../src/network/threeNet.ts";
import { type ClusterAssignment, clusterAssignment, clusterLaw } from "./clusterLaw.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";

export interface GraphClusterSettings extends ClusterAssignment {
  /** How clusters are found: `louvain` (communities) or `3-net` (balls around agents that are 3 steps apart). Default louvain. */
  readonly method?: "louvain" | "3-net";
  /** Resolution of Louvain, above 0; higher gives more and smaller clusters. Default 1. Not used by 3-net. */
  readonly resolution?: number;
  /** Seed of the clustering alone. Fixed by the settings, so that the law is known before anything is assigned. Default 1. */
  readonly seed?: string | number;
}

/**
 * Clusters are found in the network itself, then treated whole, so that most agents share their arm with most of their
 * neighbours. The clustering is part of the settings (method and seed); all probabilities are given that clustering.
 * Ugander, Karrer, Backstrom and Kleinberg (2013), "Graph cluster randomization", section 3; Louvain: Blondel,
 * Guillaume, Lambiotte and Lefebvre (2008).
 *
 * @throws SpillwayError when the number of treated clusters cannot be honoured.
 */
export const graphCluster: DesignKind<GraphClusterSettings> = defineDesign({
  kind: "graph-cluster",
  summary: "clusters found in the network (Louvain, 3-net), treated whole",
  settings: z.strictObject({
    method: z.enum(["louvain", "3-net"], { error: "must be louvain or 3-net" }).default("louvain"),
    resolution: z.number().positive({ error: "must be a number above 0" }).default(1),
    seed: seed().default(1),
    ...clusterAssignment(),
  }),
  law({ method, resolution, seed: clusteringSeed, ...assignment }, network) {
    const stream = rng(clusteringSeed).fork("clustering");
    const found =
      method === "louvain" ? louvain(network, { resolution, rng: stream }) : threeNet(network, stream);
    return clusterLaw("graph-cluster", found, assignment);
  },
});
