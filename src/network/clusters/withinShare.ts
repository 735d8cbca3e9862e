import type { Network } from "../Network.ts";

/**
 * For each agent the share of its in-neighbours that are in its own cluster; 1 for an agent without any, which nobody outside its
 * cluster can influence. Cost: O(n + edges).
 *
 * @param clusters cluster of each agent, as any whole numbers.
 */
export function withinShare({ n, offsets, sources }: Network, clusters: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    const degree = offsets[i + 1]! - offsets[i]!;
    if (degree === 0) return 1;
    let inside = 0;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) if (clusters[sources[e]!] === clusters[i]) inside++;
    return inside / degree;
  });
}
