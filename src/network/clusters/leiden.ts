import type { Rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { wantWhole } from "../../core/wantWhole.ts";
import { components } from "../components.ts";
import type { Network } from "../Network.ts";
import { withScaledWeights } from "../scaledWeights.ts";
import { symmetrize } from "../symmetrize.ts";
import { wantNetwork } from "../wantNetwork.ts";
import { type CommunityGraph, communityGraph, mergedGraph } from "./communityGraph.ts";
import { moveNodes } from "./moveNodes.ts";
import { refineCommunities } from "./refineCommunities.ts";
import { visitingOrder } from "./visitingOrder.ts";
import { withoutGaps } from "./withoutGaps.ts";

export interface LeidenOptions {
  /** γ, a finite number above 0; larger values give more and smaller clusters (see {@link modularity}). Default 1. */
  readonly resolution?: number;
  /** Most passes over the whole network, from 1 on; it stops sooner when a pass changes nothing. Default 10. */
  readonly iterations?: number;
  /** Decides the order in which agents move; the same stream gives the same clusters in every engine. */
  readonly rng: Rng;
}

/**
 * Clusters with many edges within and few between, by the Leiden method: agents move to the neighbouring cluster that
 * raises modularity most; each cluster is divided into well-connected parts; the parts become the agents of a smaller
 * network, and all begins again. Traag, Waltman and van Eck (2019), "From Louvain to Leiden: guaranteeing well-connected
 * communities", Scientific Reports 9:5233.
 *
 * A directed network is symmetrised first ({@link symmetrize}); weights count. Every cluster is connected: a cluster that
 * a last move has cut in two is divided, which never lowers modularity. Agents without edges are alone.
 *
 * @returns cluster of each agent, numbered 0, 1, 2 … in the order of their first agents. Cost: nearly O(edges) a pass.
 * @throws SpillwayError for a resolution or a number of iterations out of range
 */
export function leiden(network: Network, options: LeidenOptions): Uint32Array<ArrayBuffer> {
  wantNetwork("leiden", network);
  wantArgument("leiden", "options", options, { fields: ["rng"] });
  const { resolution = 1, iterations = 10, rng } = options;
  if (!(Number.isFinite(resolution) && resolution > 0))
    throw new SpillwayError(`leiden: resolution must be a finite number above 0, got ${resolution}`);
  wantWhole("leiden: iterations", iterations, 1);
  const undirected = withScaledWeights(symmetrize(network));
  const base = communityGraph(undirected);
  let cluster = Uint32Array.from({ length: network.n }, (_, i) => i);
  for (let pass = 0; pass < iterations; pass++) {
    const found = onePass(base, cluster, resolution, rng);
    const settled = found === undefined;
    cluster = found ?? cluster;
    if (settled) break;
  }
  return components(undirected, (i, j) => cluster[i] === cluster[j]).component;
}

/** Moves and merges from a division of the agents on, until nothing can be merged; undefined when nobody moved. */
function onePass(
  base: CommunityGraph,
  start: Uint32Array<ArrayBuffer>,
  resolution: number,
  rng: Rng,
): Uint32Array<ArrayBuffer> | undefined {
  let graph = base;
  let spare: CommunityGraph | undefined;
  let community = start.slice();
  /** Node of the current graph that each agent is part of. */
  const node = new Uint32Array(base.n);
  for (let i = 0; i < node.length; i++) node[i] = i;
  let moved = false;
  for (;;) {
    if (moveNodes(graph, community, visitingOrder(graph.n, rng), resolution)) moved = true;
    const part = refineCommunities(graph, community, resolution, rng);
    const groups = withoutGaps(part);
    if (groups === graph.n) break;
    const merged = mergedGraph(graph, part, groups, spare);
    spare = graph === base ? undefined : graph;
    const first = new Int32Array(graph.n).fill(-1);
    const next = new Uint32Array(groups);
    for (let v = 0; v < graph.n; v++) {
      // Communities of the smaller graph are numbered by their first part.
      const c = community[v]!;
      if (first[c] === -1) first[c] = part[v]!;
      next[part[v]!] = first[c]!;
    }
    for (let i = 0; i < node.length; i++) node[i] = part[node[i]!]!;
    graph = merged;
    community = next;
  }
  if (!moved) return undefined;
  for (let i = 0; i < node.length; i++) node[i] = community[node[i]!]!;
  return node;
}
