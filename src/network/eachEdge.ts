import type { Network } from "./Network.ts";

/**
 * Calls `visit` once for every edge: in a directed network for every arrow, by target, then source; in an undirected one
 * for every pair with source < target, by target, then source. Cost: O(n + edges), no memory.
 */
export function eachEdge(
  network: Network,
  visit: (source: number, target: number, weight: number) => void,
): void {
  const { n, directed, offsets, sources, weights } = network;
  for (let target = 0; target < n; target++) {
    for (let e = offsets[target]!; e < offsets[target + 1]!; e++) {
      const source = sources[e]!;
      if (directed || source < target) visit(source, target, weights ? weights[e]! : 1);
    }
  }
}
