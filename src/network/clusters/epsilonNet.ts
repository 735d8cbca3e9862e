import { shuffle } from "../../core/numbers/shuffle.ts";
import type { Rng } from "../../core/rng.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { wantWhole } from "../../core/wantWhole.ts";
import { searcher } from "../ball.ts";
import type { Network } from "../Network.ts";
import { symmetrize } from "../symmetrize.ts";
import { wantNetwork } from "../wantNetwork.ts";
import { relabel } from "./partition.ts";

export interface EpsilonNetOptions {
  /** Seeds are more than so many steps apart, and everybody is at most so many steps from its seed: a whole number from 1 on. */
  readonly hops: number;
  /** Decides the order of the agents. */
  readonly rng: Rng;
}

/**
 * Clusters around seeds that are more than `hops` steps apart: going through the agents in random order, each that no
 * earlier seed is within `hops` steps of becomes a seed; then everybody joins the nearest seed, and among equally near
 * ones the earliest. So clusters are connected balls of about equal radius, larger with more hops. Two hops make the 3-net
 * of Ugander, Karrer, Backstrom and Kleinberg (2013), "Graph cluster randomization", section 3.
 *
 * A directed network is symmetrised first; weights do not count. Agents without edges are alone.
 *
 * @returns cluster of each agent, numbered 0, 1, 2 … in the order of their first agents. Cost: O(n + edges of the seeds' balls).
 * @throws SpillwayError for a number of hops that is none
 */
export function epsilonNet(network: Network, options: EpsilonNetOptions): Uint32Array<ArrayBuffer> {
  wantNetwork("epsilonNet", network);
  wantArgument("epsilonNet", "options", options, { fields: ["hops", "rng"] });
  const { hops, rng } = options;
  wantWhole("epsilonNet: hops", hops, 1);
  const undirected = symmetrize(network);
  const { n, offsets, sources } = undirected;
  const order = shuffle(
    rng,
    Uint32Array.from({ length: n }, (_, i) => i),
  );
  const ball = searcher(undirected);
  const near = new Uint8Array(n);
  const NOBODY = n;
  // Position of each agent's seed among the seeds: the earlier, the lower.
  const nearest = new Uint32Array(n).fill(NOBODY);
  const reached: number[] = [];
  for (const agent of order) {
    if (near[agent] === 1) continue;
    for (const other of ball(agent, hops)) near[other] = 1;
    nearest[agent] = reached.length;
    reached.push(agent);
  }
  // Step by step outward from all seeds at once. The earliest of an agent's nearest seeds is the earliest that one of its
  // neighbours has which is a step nearer.
  for (let layer = reached; layer.length > 0; ) {
    const next: number[] = [];
    const found = new Map<number, number>();
    for (const agent of layer) {
      for (let e = offsets[agent]!; e < offsets[agent + 1]!; e++) {
        const other = sources[e]!;
        if (nearest[other] !== NOBODY) continue;
        const seed = found.get(other);
        if (seed === undefined) next.push(other);
        if (seed === undefined || nearest[agent]! < seed) found.set(other, nearest[agent]!);
      }
    }
    for (const [agent, seed] of found) nearest[agent] = seed;
    layer = next;
  }
  return relabel(nearest);
}
