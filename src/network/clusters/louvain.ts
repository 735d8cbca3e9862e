import type { Rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { components } from "../components.ts";
import type { Network } from "../Network.ts";
import { withScaledWeights } from "../scaledWeights.ts";
import { symmetrize } from "../symmetrize.ts";
import { wantNetwork } from "../wantNetwork.ts";
import { communityGraph, mergedGraph } from "./communityGraph.ts";
import { moveNodes } from "./moveNodes.ts";
import { visitingOrder } from "./visitingOrder.ts";
import { withoutGaps } from "./withoutGaps.ts";

/**
 * Clusters with many edges within and few between, by the Louvain method: agents move, one by one, to the neighbouring
 * cluster that raises modularity most, then clusters are merged into agents of a smaller network and all begins again.
 * Blondel, Guillaume, Lambiotte and Lefebvre (2008), J. Stat. Mech. P10008; agents are looked at again only when a
 * neighbour has moved (Traag, Waltman and van Eck 2019, algorithm A.2).
 *
 * A directed network is symmetrised first ({@link symmetrize}); weights count. Louvain may leave a cluster in pieces that
 * no edge joins; such pieces become clusters of their own, which never lowers modularity. Agents without edges are alone.
 * {@link leiden} is seldom much slower and often a little better.
 *
 * @param options.resolution γ above 0, default 1; larger values give smaller clusters (see {@link modularity})
 * @param options.rng decides the order in which agents move; the same stream gives the same clusters in every engine
 * @returns cluster of each agent, numbered 0, 1, 2 … in the order of their first agents. Cost: nearly O(edges) in practice.
 * @throws SpillwayError for a resolution out of range
 */
export function louvain(
  network: Network,
  options: { readonly resolution?: number; readonly rng: Rng },
): Uint32Array<ArrayBuffer> {
  wantNetwork("louvain", network);
  wantArgument("louvain", "options", options, { fields: ["rng"] });
  const { resolution = 1, rng } = options;
  if (!(Number.isFinite(resolution) && resolution > 0)) {
    throw new SpillwayError(`louvain: resolution must be a finite number above 0, got ${resolution}`);
  }
  const undirected = withScaledWeights(symmetrize(network));
  let graph = communityGraph(undirected);
  const cluster = Uint32Array.from({ length: network.n }, (_, i) => i);
  for (;;) {
    const community = Uint32Array.from({ length: graph.n }, (_, v) => v);
    const moved = moveNodes(graph, community, visitingOrder(graph.n, rng), resolution);
    if (!moved) break;
    const groups = withoutGaps(community);
    for (let i = 0; i < cluster.length; i++) cluster[i] = community[cluster[i]!]!;
    graph = mergedGraph(graph, community, groups);
  }
  return components(undirected, (i, j) => cluster[i] === cluster[j]).component;
}
