import type { NetworkChanges } from "./changes/NetworkChanges.ts";

/**
 * A population of agents and who may influence whom, as compressed sparse rows of in-neighbours. Agent i hears from
 * `sources[offsets[i]] … sources[offsets[i + 1] − 1]`, in ascending order, each once, never itself. An edge from a
 * source to a target means that the source may influence the target; in an undirected network both directions stand.
 *
 * Agents are numbered in the order of their ids (`compareIds`), so the order of the input never matters.
 */
export interface Network {
  /** Number of agents. */
  readonly n: number;
  /** Number of edges: pairs if undirected, arrows if directed. */
  readonly edges: number;
  readonly directed: boolean;
  /** The user's own labels, by agent number. */
  readonly ids: readonly string[];
  /** Length n + 1. */
  readonly offsets: Uint32Array;
  /** In-neighbours, row after row. */
  readonly sources: Uint32Array;
  /** Weight of each entry of `sources`; absent when every weight is 1. */
  readonly weights?: Float64Array;
  /** What the reader changed or left out (duplicate edges, self-loops), in plain words. Empty when nothing was. */
  readonly notes: readonly string[];
  /** How the edges that are heard change over rounds; absent when they stay. Rows and weights are those of the declared network. */
  readonly changes?: NetworkChanges;
}

/** Number of in-neighbours of agent i. */
export function degree(network: Network, i: number): number {
  return network.offsets[i + 1]! - network.offsets[i]!;
}
