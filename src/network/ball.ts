import { SpillwayError } from "../core/SpillwayError.ts";
import type { Network } from "./Network.ts";
import { wantNetwork } from "./wantNetwork.ts";

/**
 * The agents from whom agent i can be reached along edges in at most `hops` steps, without i itself, in ascending order:
 * all whose treatment may have reached i by then. Breadth-first search over in-neighbours.
 *
 * @param i number of the agent, 0 … n − 1
 * @param hops whole number of at least 0; Infinity for everybody upstream
 * @throws SpillwayError for an agent or a number of hops outside these
 */
export function ball(network: Network, i: number, hops: number): Uint32Array<ArrayBuffer> {
  wantNetwork("ball", network);
  if (!(Number.isInteger(i) && i >= 0 && i < network.n)) {
    throw new SpillwayError(`ball: agent must be a whole number from 0 to ${network.n - 1}, got ${i}`);
  }
  checkHops("ball", hops);
  return searcher(network)(i, hops).sort();
}

/** `hops` must be a whole number of at least 0, or Infinity. */
export function checkHops(who: string, hops: number): void {
  if (!(hops >= 0 && (Number.isInteger(hops) || hops === Number.POSITIVE_INFINITY))) {
    throw new SpillwayError(`${who}: hops must be a whole number of at least 0, got ${hops}`);
  }
}

/** Ball searches that share their memory: O(n) once, then each costs only the edges that it meets. Balls come out unsorted. */
export function searcher(network: Network): (i: number, hops: number) => Uint32Array<ArrayBuffer> {
  const { n, offsets, sources } = network;
  // An agent was met in the present search when its mark is the number of that search.
  const mark = new Uint32Array(n);
  const queue = new Uint32Array(n);
  let search = 0;
  return (i, hops) => {
    mark[i] = ++search;
    queue[0] = i;
    let size = 1;
    let start = 0;
    for (let hop = 0; hop < hops && start < size; hop++) {
      const end = size;
      for (; start < end; start++) {
        const agent = queue[start]!;
        for (let e = offsets[agent]!; e < offsets[agent + 1]!; e++) {
          const source = sources[e]!;
          if (mark[source] === search) continue;
          mark[source] = search;
          queue[size++] = source;
        }
      }
    }
    return queue.slice(1, size);
  };
}
