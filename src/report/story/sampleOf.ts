import { eachEdge } from "../../network/eachEdge.ts";
import { type Edge, fromEdges } from "../../network/fromEdges.ts";
import type { Network } from "../../network/Network.ts";

/** A part of a network: its agents by their place in the whole, and the network among them. */
interface NetworkSample {
  readonly network: Network;
  /** Place in the whole of each agent of the part. */
  readonly places: readonly number[];
}

/** Part of a network that is too large to draw: agents reached by walking outwards from the first, and all edges among them. Cost: O(n + edges). */
export function sampleOf(whole: Network, most: number): NetworkSample {
  const { n, ids } = whole;
  const near: number[][] = Array.from({ length: n }, () => []);
  eachEdge(whole, (source, target) => {
    near[source]!.push(target);
    near[target]!.push(source);
  });
  const taken = new Set<number>();
  // Where a component ends, the walk goes on from the next agent.
  for (let start = 0; start < n && taken.size < most; start++) {
    if (taken.has(start)) continue;
    const queue = [start];
    taken.add(start);
    for (let k = 0; k < queue.length && taken.size < most; k++)
      for (const next of near[queue[k]!]!)
        if (!taken.has(next) && taken.size < most) {
          taken.add(next);
          queue.push(next);
        }
  }
  const edges: Edge[] = [];
  eachEdge(whole, (source, target) => {
    if (taken.has(source) && taken.has(target)) edges.push([ids[source]!, ids[target]!]);
  });
  const agents = [...taken].map((i) => ids[i]!);
  const network = fromEdges(edges, { agents, directed: whole.directed });
  const placeOf = new Map(ids.map((id, i) => [id, i]));
  return { network, places: network.ids.map((id) => placeOf.get(id)!) };
}
