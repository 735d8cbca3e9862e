import { type Cell, csvText } from "../../core/csvText.ts";
import { eachEdge } from "../eachEdge.ts";
import type { Network } from "../Network.ts";
import { wantNetwork } from "../wantNetwork.ts";

/**
 * The edges as comma-separated text with the header `source,target`, or `source,target,weight` when there are weights;
 * `parseEdges` reads it back. Agents without edges are not in it: write them to a file of agents, or use
 * {@link networkToJson}. Cost: linear.
 */
export function formatEdges(network: Network): string {
  wantNetwork("formatEdges", network);
  const { ids, weights } = network;
  const rows: Cell[][] = [];
  eachEdge(network, (source, target, weight) => {
    const ends = [ids[source]!, ids[target]!];
    rows.push(weights ? [...ends, weight] : ends);
  });
  return csvText(["source", "target", ...(weights ? ["weight"] : [])], rows, "programs");
}
