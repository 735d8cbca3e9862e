import type { Network } from "../Network.ts";
import { outRows } from "../outRows.ts";
import { symmetrize } from "../symmetrize.ts";

/**
 * The effect that a conflict graph is about, by two local assignments of an agent's closed neighbourhood: `direct` (the agent
 * treated or not, its neighbours untreated), `spillover` (its neighbours all treated or none, the agent untreated), `global`
 * (agent and neighbours all treated, or none).
 */
export type ConflictTarget = "direct" | "spillover" | "global";

/**
 * Whose local assignments can contradict each other: two agents are joined when one of the two local assignments of the
 * first and one of the second give an agent in both neighbourhoods different arms, so that both can never be seen. For
 * `direct` these are neighbours; for `spillover` and `global` agents whose closed neighbourhoods overlap. Every agent also
 * conflicts with itself; these loops are left implicit. Neighbours are in-neighbours, who may influence the agent.
 *
 * Kandiros, Pipis, Daskalakis and Harshaw (2024), "The conflict graph design", section 3.
 * @returns an undirected network of the same agents. Cost: O(Σ in-degree × out-degree).
 */
export function conflictGraph(network: Network, target: ConflictTarget): Network {
  const { n, ids, offsets: inOffsets, sources: heard } = network;
  if (target === "direct") {
    const { offsets, sources, edges } = symmetrize(network);
    return { n, ids, directed: false, edges, offsets, sources, notes: [] };
  }
  const { offsets: outOffsets, targets: listeners } = outRows(network);
  const offsets = new Uint32Array(n + 1);
  const rows: number[] = [];
  const seen = new Int32Array(n).fill(-1);
  for (let i = 0; i < n; i++) {
    const start = rows.length;
    seen[i] = i;
    const join = (j: number): void => {
      if (seen[j] === i) return;
      seen[j] = i;
      rows.push(j);
    };
    // Agent m is in the closed neighbourhoods of itself and of those who hear from it.
    const through = (m: number): void => {
      join(m);
      for (let e = outOffsets[m]!; e < outOffsets[m + 1]!; e++) join(listeners[e]!);
    };
    through(i);
    for (let e = inOffsets[i]!; e < inOffsets[i + 1]!; e++) through(heard[e]!);
    const row = rows.splice(start).sort((a, b) => a - b);
    for (const j of row) rows.push(j);
    offsets[i + 1] = rows.length;
  }
  return {
    n,
    ids,
    directed: false,
    edges: rows.length / 2,
    offsets,
    sources: Uint32Array.from(rows),
    notes: [],
  };
}
