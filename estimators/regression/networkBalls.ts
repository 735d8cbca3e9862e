import { SpillwayError } from "../../src/core/SpillwayError.ts";
import type { Network } from "../../src/network/Network.ts";

/** For each agent the agents at most so many steps away, itself among them: rows one after another. */
export interface NetworkBalls {
  /** Length n + 1. */
  readonly offsets: Float64Array;
  readonly members: Uint32Array;
}

/** Entries of all balls together, at most: 2 GB would be 500 million. */
const MOST = 3e8;

/**
 * Balls of a network by breadth-first search, whatever the direction of edges. Who cannot be reached is infinitely far.
 *
 * @param radius steps, from 0
 * @throws SpillwayError when all balls together have more than 300 million members. Cost: O(members of all balls), 4 bytes each.
 */
export function networkBalls(network: Network, radius: number): NetworkBalls {
  const { n } = network;
  const { starts, ends } = bothWays(network);
  const offsets = new Float64Array(n + 1);
  let members: Uint32Array = new Uint32Array(Math.max(16, 8 * n));
  let size = 0;
  const seen = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const first = size;
    seen[i] = i + 1;
    members = put(members, size++, i);
    let from = first;
    for (let step = 0; step < radius && from < size; step++) {
      const to = size;
      for (; from < to; from++) {
        const at = members[from]!;
        for (let e = starts[at]!; e < starts[at + 1]!; e++) {
          const j = ends[e]!;
          if (seen[j] === i + 1) continue;
          seen[j] = i + 1;
          members = put(members, size++, j);
        }
      }
    }
    if (size > MOST)
      throw new SpillwayError(
        `network errors: agents within ${radius} steps of each other are more than ${MOST.toLocaleString("en-US")} pairs on this network: give a smaller bandwidth, or errors by the design or by clusters`,
      );
    offsets[i + 1] = size;
  }
  return { offsets, members: members.subarray(0, size) };
}

const put = (members: Uint32Array, at: number, value: number): Uint32Array => {
  const room = at < members.length ? members : grown(members, at + 1);
  room[at] = value;
  return room;
};

function grown(members: Uint32Array, least: number): Uint32Array {
  const larger = new Uint32Array(Math.max(least, Math.floor(1.5 * members.length)));
  larger.set(members);
  return larger;
}

/** The network as rows of neighbours in either direction; those of a directed network may stand twice. */
export function bothWays({ n, directed, offsets, sources }: Network): {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
} {
  if (!directed) return { starts: offsets, ends: sources };
  const starts = new Uint32Array(n + 1);
  for (let i = 0; i < n; i++) {
    starts[i + 1]! += offsets[i + 1]! - offsets[i]!;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) starts[sources[e]! + 1]!++;
  }
  for (let i = 0; i < n; i++) starts[i + 1]! += starts[i]!;
  const ends = new Uint32Array(2 * sources.length);
  const next = starts.slice(0, n);
  for (let i = 0; i < n; i++)
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      ends[next[i]!++] = sources[e]!;
      ends[next[sources[e]!]!++] = i;
    }
  return { starts, ends };
}
