import { csvField } from "../../core/csvField.ts";
import { eachEdge } from "../eachEdge.ts";
import type { Network } from "../Network.ts";

/**
 * The edges as comma-separated text with the header `source,target`, or `source,target,weight` when there are weights;
 * {@link parseEdges} reads it back. Agents without edges are not in it: write them to a file of agents, or use
 * {@link networkToJson}. Cost: linear.
 */
export function formatEdges(network: Network): string {
  const lines = [network.weights ? "source,target,weight" : "source,target"];
  eachEdge(network, (source, target, weight) => {
    const ends = `${csvField(network.ids[source]!)},${csvField(network.ids[target]!)}`;
    lines.push(network.weights ? `${ends},${weight}` : ends);
  });
  return `${lines.join("\n")}\n`;
}
