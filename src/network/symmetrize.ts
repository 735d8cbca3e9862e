import { buildRows } from "./buildRows.ts";
import { eachEdge } from "./eachEdge.ts";
import type { Network } from "./Network.ts";

/**
 * The undirected network in which two agents are joined when either may influence the other. Where both may, with two
 * weights, the larger counts, so that an unweighted network stays unweighted. An undirected network comes back as it is.
 * Cost: O(n + edges).
 */
export function symmetrize(network: Network): Network {
  if (!network.directed) return network;
  const { n, ids, notes } = network;
  const from: number[] = [];
  const to: number[] = [];
  const weight: number[] = [];
  eachEdge(network, (source, target, w) => {
    const back = weightOf(network, target, source);
    // Of two opposite arrows, the one from the smaller number carries the pair.
    if (back > 0 && source > target) return;
    from.push(source);
    to.push(target);
    weight.push(Math.max(w, back));
  });
  const rows = buildRows(
    n,
    { from: Uint32Array.from(from), to: Uint32Array.from(to), weight: Float64Array.from(weight) },
    false,
  );
  const { offsets, sources, weights } = rows;
  return {
    n,
    edges: from.length,
    directed: false,
    ids,
    offsets,
    sources,
    ...(weights ? { weights } : {}),
    notes,
  };
}

/** Weight of the arrow, 0 when there is none: binary search in the sorted row of the target. */
function weightOf({ offsets, sources, weights }: Network, source: number, target: number): number {
  let low = offsets[target]!;
  let high = offsets[target + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sources[middle]! < source) low = middle + 1;
    else high = middle;
  }
  if (low === offsets[target + 1]! || sources[low] !== source) return 0;
  return weights ? weights[low]! : 1;
}
