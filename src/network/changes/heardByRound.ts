import { eachEdge } from "../eachEdge.ts";
import { degree, type Network } from "../Network.ts";
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
  const declared = new Set<number>();
  eachEdge(network, (source, target) => declared.add(source * n + target));
  const heard = new Set<number>();
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
    eachEdge(now, (source, target) => heard.add(source * n + target));
    rounds.push({ round, edges: now.edges, silent });
  }
  const undeclared = [...heard].filter((edge) => !declared.has(edge)).length;
  return {
    rounds,
    edges: heard.size,
    undeclared,
    never: declared.size - (heard.size - undeclared),
    silent: hears.reduce((count, one) => count + (1 - one), 0),
  };
}
