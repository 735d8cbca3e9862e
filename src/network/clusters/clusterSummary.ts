import { sum } from "../../core/numbers/sum.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { components } from "../components.ts";
import type { Network } from "../Network.ts";
import { wantNetwork } from "../wantNetwork.ts";
import { cutShare, modularity } from "./partition.ts";

/** What a division of the agents into clusters is like. */
export interface ClusterSummary {
  /** Number of clusters. */
  readonly clusters: number;
  /** Numbers of agents in a cluster; `cv` is their standard deviation (over all clusters) as a share of their mean. */
  readonly sizes: {
    readonly min: number;
    readonly median: number;
    readonly mean: number;
    readonly max: number;
    readonly cv: number;
  };
  /** Number of clusters that no path within the cluster holds together. */
  readonly disconnected: number;
  /** See {@link modularity}; absent without edges. */
  readonly modularity?: number;
  /** Share of the edges that join two clusters. */
  readonly cutShare: number;
  /** Share of each agent's in-neighbours that are in its cluster; undefined for an agent without any. */
  readonly inside: readonly (number | undefined)[];
  /** Mean of `inside` over the agents that have in-neighbours; absent when nobody has. */
  readonly meanInside?: number;
}

/**
 * How well clusters hold together: few cut edges and a high share inside mean that a cluster treated whole surrounds its
 * agents by their own arm; many clusters of like size mean precision. Cost: O(n + edges).
 *
 * @param clusters cluster of each agent, any numbers
 * @throws SpillwayError for labels of the wrong length
 */
export function clusterSummary(network: Network, clusters: ArrayLike<number>): ClusterSummary {
  wantNetwork("clusterSummary", network);
  wantArgument("clusterSummary", "a list of clusters", clusters);
  const cut = cutShare(network, clusters);
  const { n, offsets, sources, edges } = network;
  const count = new Map<number, number>();
  for (let i = 0; i < n; i++) count.set(clusters[i]!, (count.get(clusters[i]!) ?? 0) + 1);
  const sizes = [...count.values()].sort((a, b) => a - b);
  const number = sizes.length;
  const mean = n / number;
  const spread = Math.sqrt(sum(sizes.map((size) => (size - mean) ** 2)) / number);
  const inside = Array.from({ length: n }, (_, i) => {
    const degree = offsets[i + 1]! - offsets[i]!;
    if (degree === 0) return undefined;
    let own = 0;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) if (clusters[sources[e]!] === clusters[i]) own++;
    return own / degree;
  });
  const shares = inside.filter((share) => share !== undefined);
  const pieces = components(network, (i, j) => clusters[i] === clusters[j]).component;
  const whole = new Map<number, number>();
  const broken = new Set<number>();
  for (let i = 0; i < n; i++) {
    const first = whole.get(clusters[i]!);
    if (first === undefined) whole.set(clusters[i]!, pieces[i]!);
    else if (first !== pieces[i]) broken.add(clusters[i]!);
  }
  return {
    clusters: number,
    sizes: {
      min: sizes[0]!,
      median: (sizes[(number - 1) >> 1]! + sizes[number >> 1]!) / 2,
      mean,
      max: sizes[number - 1]!,
      cv: spread / mean,
    },
    disconnected: broken.size,
    ...(edges === 0 ? {} : { modularity: modularity(network, clusters) }),
    cutShare: cut,
    inside,
    ...(shares.length === 0 ? {} : { meanInside: sum(shares) / shares.length }),
  };
}
