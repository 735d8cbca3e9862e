import { shuffle } from "../../core/numbers/shuffle.ts";
import type { Rng } from "../../core/rng.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import type { Network } from "../Network.ts";
import { symmetrize } from "../symmetrize.ts";
import { wantNetwork } from "../wantNetwork.ts";
import { clusteringInOrder } from "./clusteringInOrder.ts";
import { relabel } from "./partition.ts";

/**
 * Clusters by random priorities: each agent joins whoever has the highest priority among itself and its neighbours. So
 * members of a cluster are at most two steps apart, but the cluster need not hold its centre, nor be connected. Ugander and
 * Yin (2023), "Randomized graph cluster randomization", section 3, with equal weights.
 *
 * A directed network is symmetrised first; weights do not count. Agents without edges are alone.
 *
 * @param rng decides the priorities
 * @returns cluster of each agent, numbered 0, 1, 2 … in the order of their first agents. Cost: O(n + edges).
 */
export function oneHopMax(network: Network, rng: Rng): Uint32Array<ArrayBuffer> {
  wantNetwork("oneHopMax", network);
  wantArgument("oneHopMax", "a random stream", rng, { fields: ["fork", "uniform"] });
  const order = shuffle(
    rng,
    Uint32Array.from({ length: network.n }, (_, i) => i),
  );
  return relabel(clusteringInOrder(symmetrize(network), "1-hop-max")(order).cluster);
}
