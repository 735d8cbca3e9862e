import type { Network } from "../Network.ts";

/** Agents whose closed neighbourhoods do not overlap, and those neighbourhoods. */
export interface EgoClusters {
  /** Numbers of the egos, in the order in which they were found. */
  readonly egos: readonly number[];
  /** For each agent, the position in `egos` of the ego whose closed neighbourhood it is in; −1 outside all of them. */
  readonly cluster: Int32Array;
}

/**
 * Goes through the agents in the given order; each whose closed neighbourhood (itself and its in-neighbours, the
 * "alters") holds nobody taken becomes an ego and takes it. An agent without in-neighbours is an ego without alters.
 * Saint-Jacques, Varshney, Simpson and Xu (2019), "Using ego-clusters to measure network effects at LinkedIn", section 3.
 * Cost: O(n + edges).
 *
 * @param order numbers of the agents that may be egos, those to be tried first first.
 */
export function egoClusters(network: Network, order: Iterable<number>): EgoClusters {
  const { n, offsets, sources } = network;
  const cluster = new Int32Array(n).fill(-1);
  const egos: number[] = [];
  for (const i of order) {
    if (cluster[i]! >= 0) continue;
    const alters = sources.subarray(offsets[i]!, offsets[i + 1]!);
    if (alters.some((j) => cluster[j]! >= 0)) continue;
    cluster[i] = egos.length;
    for (const j of alters) cluster[j] = egos.length;
    egos.push(i);
  }
  return { egos, cluster };
}
