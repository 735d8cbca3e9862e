import type { Network } from "../Network.ts";

/** A way to make clusters of an order of the agents. */
export type ClusteringMethod = "3-net" | "1-hop-max";

/**
 * Clusters of an order of the agents, first the one of highest priority.
 *
 * @param preferred for 3-net, given the number of seeds: their numbers in the order in which agents join one of several
 * equally near seeds. Default 0, 1, …: the earliest.
 */
type ClusteringInOrder = (order: Uint32Array, preferred?: (seeds: number) => Iterable<number>) => Clustering;

export interface Clustering {
  /** Cluster of each agent, 0 … clusters − 1, numbered in the order of their centres' priority. A fresh array each time. */
  readonly cluster: Uint32Array;
  readonly clusters: number;
}

/**
 * Clusters that follow from priorities of the agents, for many orders of one network.
 *
 * - `3-net`: going down the order, each agent that no earlier seed is within two steps of becomes a seed; then everybody
 *   joins the nearest seed. Ugander, Karrer, Backstrom and Kleinberg (2013).
 * - `1-hop-max`: each agent joins whoever has the highest priority among itself and its neighbours. Such a cluster need not
 *   hold its centre. Ugander and Yin (2023), section 3.
 *
 * @param network undirected; symmetrise a directed one first
 * @returns a function that keeps working memory from call to call. Cost of a call: O(n + edges).
 */
export function clusteringInOrder(network: Network, method: ClusteringMethod): ClusteringInOrder {
  return method === "3-net" ? threeNetInOrder(network) : oneHopMaxInOrder(network);
}

function oneHopMaxInOrder({ n, offsets, sources }: Network): ClusteringInOrder {
  const NOBODY = n;
  return (order) => {
    const cluster = new Uint32Array(n).fill(NOBODY);
    let clusters = 0;
    let left = n;
    for (let k = 0; left > 0; k++) {
      const centre = order[k]!;
      const before = left;
      const claim = (agent: number): void => {
        if (cluster[agent] !== NOBODY) return;
        cluster[agent] = clusters;
        left--;
      };
      claim(centre);
      for (let e = offsets[centre]!; e < offsets[centre + 1]!; e++) claim(sources[e]!);
      if (left < before) clusters++;
    }
    return { cluster, clusters };
  };
}

function threeNetInOrder({ n, offsets, sources }: Network): ClusteringInOrder {
  const NOBODY = n;
  const near = new Uint8Array(n);
  const seeds = new Uint32Array(n);
  return (order, preferred) => {
    const cluster = new Uint32Array(n).fill(NOBODY);
    near.fill(0);
    let clusters = 0;
    for (let k = 0; k < n; k++) {
      const seed = order[k]!;
      if (near[seed] === 1) continue;
      near[seed] = 1;
      cluster[seed] = clusters;
      for (let e = offsets[seed]!; e < offsets[seed + 1]!; e++) {
        const friend = sources[e]!;
        near[friend] = 1;
        // No other seed is a neighbour of this friend: seeds are at least three steps apart. So each edge is met at most twice.
        cluster[friend] = clusters;
        for (let f = offsets[friend]!; f < offsets[friend + 1]!; f++) near[sources[f]!] = 1;
      }
      seeds[clusters++] = seed;
    }
    // Agents two steps away: whichever seed comes first gets them.
    const reach = (c: number): void => {
      const seed = seeds[c]!;
      for (let e = offsets[seed]!; e < offsets[seed + 1]!; e++) {
        const friend = sources[e]!;
        for (let f = offsets[friend]!; f < offsets[friend + 1]!; f++)
          if (cluster[sources[f]!] === NOBODY) cluster[sources[f]!] = c;
      }
    };
    if (preferred) for (const c of preferred(clusters)) reach(c);
    else for (let c = 0; c < clusters; c++) reach(c);
    return { cluster, clusters };
  };
}
