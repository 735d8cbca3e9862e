import type { Network } from "../../src/network/Network.ts";

/** W x: the weighted mean of x over the in-neighbours of each agent, 0 for an agent without any. Cost: O(edges). */
export function neighborMean({ n, offsets, sources, weights }: Network, x: ArrayLike<number>): Float64Array {
  const means = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let [total, weight] = [0, 0];
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      const w = weights?.[e] ?? 1;
      total += w * x[sources[e]!]!;
      weight += w;
    }
    means[i] = weight === 0 ? 0 : total / weight;
  }
  return means;
}
