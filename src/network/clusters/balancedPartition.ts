import { shuffle } from "../../core/numbers/shuffle.ts";
import type { Rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { wantWhole } from "../../core/wantWhole.ts";
import type { Network } from "../Network.ts";
import { withScaledWeights } from "../scaledWeights.ts";
import { symmetrize } from "../symmetrize.ts";
import { wantNetwork } from "../wantNetwork.ts";
import { relabel } from "./partition.ts";
import { restream } from "./restream.ts";

export interface BalancedPartitionOptions {
  /** Number of clusters, from 1 to the number of agents. Either this or `maxSize`. */
  readonly clusters?: number;
  /** Most agents in a cluster, from 1 on: the fewest clusters that allow it are made. */
  readonly maxSize?: number;
  /** How often all agents are gone through, from 1 on; it stops sooner when a pass changes nothing. Default 10. */
  readonly passes?: number;
  /** Decides the order of the agents, the same in each pass. */
  readonly rng: Rng;
}

/**
 * Clusters of equal size, up to one agent, with few edges between: agents stream by, again and again, and each goes to the
 * cluster c with the largest b_c · w_c, where b_c is the room left in c in this pass and w_c the weight of the agent's
 * edges to c, by the labels of this pass or else of the one before; among equals to the one with most room, then to the
 * first. Stanton and Kliot (2012), "Streaming graph partitioning for large distributed graphs" (linear deterministic
 * greedy); passes: Nishimura and Ugander (2013), "Restreaming graph partitioning".
 *
 * When the number of agents is no multiple of the number of clusters, the first clusters to be filled hold one agent more.
 * A directed network is symmetrised first. Clusters need not be connected.
 *
 * @returns cluster of each agent, numbered 0, 1, 2 … in the order of their first agents. Cost: O(n + edges) a pass.
 * @throws SpillwayError unless one of `clusters` and `maxSize` is given, in its range
 */
export function balancedPartition(
  network: Network,
  options: BalancedPartitionOptions,
): Uint32Array<ArrayBuffer> {
  wantNetwork("balancedPartition", network);
  wantArgument("balancedPartition", "options", options, { fields: ["rng"] });
  const { passes = 10, rng } = options;
  const { n } = network;
  const clusters = clusterCount(options, n);
  wantWhole("balancedPartition: passes", passes, 1);
  const order = shuffle(
    rng,
    Uint32Array.from({ length: n }, (_, i) => i),
  );
  return relabel(restream(withScaledWeights(symmetrize(network)), order, clusters, passes));
}

function clusterCount({ clusters, maxSize }: BalancedPartitionOptions, n: number): number {
  if ((clusters === undefined) === (maxSize === undefined))
    throw new SpillwayError(
      "balancedPartition: give either clusters (a number of them) or maxSize (most agents in one)",
    );
  if (maxSize !== undefined) {
    wantWhole("balancedPartition: maxSize", maxSize, 1);
    return Math.ceil(n / maxSize);
  }
  if (!(Number.isInteger(clusters) && clusters! >= 1 && clusters! <= n))
    throw new SpillwayError(
      `balancedPartition: clusters must be a whole number from 1 to the number of agents, ${n}, got ${clusters}`,
    );
  return clusters!;
}
