import Graph from "graphology";
import type { AbstractGraph } from "graphology-types";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { eachEdge } from "../eachEdge.ts";
import type { Network } from "../Network.ts";
import { wantNetwork } from "../wantNetwork.ts";

/**
 * The network as a graphology graph, undirected or directed as the network is: nodes are the ids, in the order of agents,
 * and edges carry `weight` when the network has weights. Keys of edges are their numbers, so the same network gives the
 * same graph. Heavy: about 350 bytes an edge.
 *
 * @throws SpillwayError for an id that is the name of a member of every object, such as "constructor": graphology keeps
 * neighbours in plain objects and would mistake it for a neighbour that is there already
 */
export function toGraphology(network: Network): AbstractGraph {
  wantNetwork("toGraphology", network);
  const { ids, directed, weights } = network;
  const odd = ids.find((id) => id in {});
  if (odd !== undefined)
    throw new SpillwayError(`toGraphology: graphology cannot hold the id ${shown(odd)}: rename the agent`);
  const graph = new Graph({ type: directed ? "directed" : "undirected" });
  for (const id of ids) graph.addNode(id);
  let k = 0;
  eachEdge(network, (source, target, weight) => {
    graph.addEdgeWithKey(String(k++), ids[source], ids[target], weights ? { weight } : undefined);
  });
  return graph;
}
