import { eachEdge } from "./eachEdge.ts";
import type { Network } from "./Network.ts";

/**
 * The edges as comma-separated text with the header `source,target`, or `source,target,weight` when there are weights;
 * {@link parseEdges} reads it back. Agents without edges are not in it: write them to a file of agents, or use
 * {@link networkToJson}. Cost: linear.
 */
export function formatEdges(network: Network): string {
  const lines = [network.weights ? "source,target,weight" : "source,target"];
  eachEdge(network, (source, target, weight) => {
    const ends = `${quoted(network.ids[source]!)},${quoted(network.ids[target]!)}`;
    lines.push(network.weights ? `${ends},${weight}` : ends);
  });
  return `${lines.join("\n")}\n`;
}

/** A field in quotes when a reader would otherwise split or trim it. */
function quoted(field: string): string {
  return /[",\r\n\t]|^\s|\s$|^\uFEFF/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
