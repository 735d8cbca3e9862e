import type { Rng } from "../core/rng.ts";
import { shuffle } from "../core/shuffle.ts";
import type { Network } from "./Network.ts";
import { relabel } from "./partition.ts";
import { symmetrize } from "./symmetrize.ts";

/**
 * Clusters around seeds that are at least three steps apart: going through the agents in random order, each that no earlier
 * seed is within two steps of becomes a seed; then everybody joins the nearest seed, which is at most two steps away, and
 * among equally near ones the earliest. So clusters are small balls, and an agent's neighbourhood meets few of them where
 * the network grows slowly. Ugander, Karrer, Backstrom and Kleinberg (2013), "Graph cluster randomization", section 3.
 *
 * A directed network is symmetrised first; weights do not count.
 *
 * @param rng decides the order
 * @returns cluster of each agent, numbered 0, 1, 2 … in the order of their first agents. Cost: O(n + edges of the seeds' 2-balls).
 */
export function threeNet(network: Network, rng: Rng): Uint32Array<ArrayBuffer> {
  const { n, offsets, sources } = symmetrize(network);
  const order = shuffle(
    rng,
    Uint32Array.from({ length: n }, (_, i) => i),
  );
  const NOBODY = n;
  const nearest = new Uint32Array(n).fill(NOBODY);
  const near = new Uint8Array(n);
  const seeds: number[] = [];
  for (const agent of order) {
    if (near[agent]) continue;
    seeds.push(agent);
    near[agent] = 1;
    nearest[agent] = agent;
    for (let e = offsets[agent]!; e < offsets[agent + 1]!; e++) {
      const friend = sources[e]!;
      near[friend] = 1;
      // No other seed is a neighbour of this friend: seeds are at least three steps apart.
      nearest[friend] = agent;
      for (let f = offsets[friend]!; f < offsets[friend + 1]!; f++) near[sources[f]!] = 1;
    }
  }
  // Agents two steps away, in the order of seeds, so that the earliest of equally near seeds gets them.
  for (const seed of seeds) {
    for (let e = offsets[seed]!; e < offsets[seed + 1]!; e++) {
      const friend = sources[e]!;
      for (let f = offsets[friend]!; f < offsets[friend + 1]!; f++) {
        const second = sources[f]!;
        if (nearest[second] === NOBODY) nearest[second] = seed;
      }
    }
  }
  return relabel(nearest);
}
