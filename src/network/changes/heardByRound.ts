import { degree, type Network } from "../Network.ts";
import { heardNetwork } from "./heardNetwork.ts";
import { networkInRound } from "./networkInRound.ts";

/** What is heard in a round. */
interface HeardInRound {
  readonly round: number;
  /** Number of edges: pairs if undirected, arrows if directed. */
  readonly edges: number;
  /** Agents without an in-neighbour in this round. */
  readonly silent: number;
}

/** A changing network over some rounds. */
export interface HeardByRound {
  readonly rounds: readonly HeardInRound[];
  /** Edges heard in any of these rounds, and those of them that the declared network has not. */
  readonly edges: number;
  readonly undeclared: number;
  /** Declared edges that are heard in none of them. */
  readonly never: number;
  /** Agents who have an in-neighbour in none of them. */
  readonly silent: number;
}

/** Counts what a changing network lets be heard from a round to another. Cost: O(rounds × (n + edges)). */
export function heardByRound(
  network: Network,
  { from, until }: { readonly from: number; readonly until: number },
): HeardByRound {
  const { n } = network;
  const hears = new Uint8Array(n);
  const rounds: HeardInRound[] = [];
  let last: Network | undefined;
  for (let round = from; round <= until; round++) {
    const now = networkInRound(network, round);
    if (now === last) {
      rounds.push({ ...rounds.at(-1)!, round });
      continue;
    }
    last = now;
    let silent = 0;
    for (let i = 0; i < n; i++) {
      if (degree(now, i) === 0) silent++;
      else hears[i] = 1;
    }
    rounds.push({ round, edges: now.edges, silent });
  }
  const heard = heardNetwork(network, { from, until });
  const both = sharedArrows(network, heard) / (network.directed ? 1 : 2);
  return {
    rounds,
    edges: heard.edges,
    undeclared: heard.edges - both,
    never: network.edges - both,
    silent: hears.reduce((count, one) => count + (1 - one), 0),
  };
}

/** Entries of the rows of one network that are in those of the other, too; rows are in order. */
function sharedArrows(one: Network, other: Network): number {
  let shared = 0;
  for (let i = 0; i < one.n; i++) {
    let f = other.offsets[i]!;
    for (let e = one.offsets[i]!; e < one.offsets[i + 1]!; e++) {
      while (f < other.offsets[i + 1]! && other.sources[f]! < one.sources[e]!) f++;
      if (f < other.offsets[i + 1]! && other.sources[f] === one.sources[e]) shared++;
    }
  }
  return shared;
}
