import { few } from "../core/few.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { fromEdges } from "../network/fromEdges.ts";
import type { Network } from "../network/Network.ts";

/**
 * A further network with the agents of another one, in the same order; agents without an edge in it have none.
 *
 * @throws SpillwayError for agents that the other one does not have.
 */
export function sameAgents(network: Network, other: Network, name: string): Network {
  const known = new Set(other.ids);
  const strangers = network.ids.filter((id) => !known.has(id));
  if (strangers.length > 0)
    throw new SpillwayError(
      `specify: the network ${name} has agents that the study's network does not have (${few(strangers)}): wanted edges among the same agents`,
    );
  const edges: [string, string, number][] = [];
  for (let i = 0; i < network.n; i++)
    for (let e = network.offsets[i]!; e < network.offsets[i + 1]!; e++) {
      const j = network.sources[e]!;
      if (network.directed || j < i)
        edges.push([network.ids[j]!, network.ids[i]!, network.weights?.[e] ?? 1]);
    }
  return fromEdges(edges, { directed: network.directed, agents: other.ids });
}
