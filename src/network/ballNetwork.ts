import { checkHops, searcher } from "./ball.ts";
import type { Network } from "./Network.ts";

/**
 * The network whose in-neighbours of i are the agents of {@link ball}(network, i, hops): treatment up to `hops` steps away
 * becomes treatment next door, so every exposure over neighbours is one over balls. It is undirected when the network is,
 * and has no weights. Cost: time and memory O(n + sizes of all balls, with their edges), which grows fast with hops.
 *
 * @param hops whole number of at least 0; 1 gives the network itself, without weights
 * @throws SpillwayError for another number of hops
 */
export function ballNetwork(network: Network, hops: number): Network {
  checkHops("ballNetwork", hops);
  const { n, directed, ids, notes } = network;
  const around = searcher(network);
  const offsets = new Uint32Array(n + 1);
  let sources = new Uint32Array(network.sources.length + 16);
  for (let i = 0; i < n; i++) {
    const row = around(i, hops).sort();
    const end = offsets[i]! + row.length;
    if (end > sources.length) {
      const larger = new Uint32Array(2 * end);
      larger.set(sources);
      sources = larger;
    }
    sources.set(row, offsets[i]!);
    offsets[i + 1] = end;
  }
  sources = sources.slice(0, offsets[n]!);
  return { n, edges: directed ? sources.length : sources.length / 2, directed, ids, offsets, sources, notes };
}
