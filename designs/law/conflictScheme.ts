import { type ConflictTarget, conflictGraph } from "../../src/network/clusters/conflictGraph.ts";
import { perronVector } from "../../src/network/clusters/perronVector.ts";
import type { Network } from "../../src/network/Network.ts";
import { outRows } from "../../src/network/outRows.ts";
import { wantNetwork } from "../../src/network/wantNetwork.ts";

/** What a conflict graph design does on a network, before anything is drawn. */
export interface ConflictScheme {
  readonly target: ConflictTarget;
  readonly network: Network;
  /** Who conflicts with whom (and everybody with itself). */
  readonly conflicts: Network;
  /** The largest eigenvalue λ of the conflict graph with its loops: a certified upper bound, equal to λ up to 1e-13 where the iteration ended. */
  readonly lambda: number;
  /** Agents by importance: by their entry in the eigenvector of λ, largest first, then by number. */
  readonly order: Uint32Array;
  /** For each agent the conflicting agents that come before it in the order, as rows: `sources[offsets[i] … offsets[i + 1] − 1]`, ascending. */
  readonly earlier: { readonly offsets: Uint32Array; readonly sources: Uint32Array };
  /** P(an agent desires its first local assignment), and its second: 1/(2rλ). */
  readonly desire: number;
  /** P(event): that agent i gets its first local assignment, and the same for its second. */
  readonly event: Float64Array;
}

const known = new WeakMap<Network, Map<string, ConflictScheme>>();

/**
 * Conflict graph, order, and probabilities of desires and events. Agent i's event needs its own desire and that no earlier
 * conflicting agent desires anything: probability p(1 − 2p)^|B_i| with p = 1/(2rλ). The importance order keeps |B_i| below
 * λ for all agents (|B_i| + 1 ≤ Σ_j H_ij v_j/v_i), so no event is rare. Entries of the eigenvector are compared by their
 * first nine digits. The result is kept for the network.
 *
 * Kandiros, Pipis, Daskalakis and Harshaw (2024), "The conflict graph design", section 4.
 *
 * @param r how cautious desires are, at least 1; the authors use 2.
 */
export function conflictScheme(network: Network, target: ConflictTarget, r = 2): ConflictScheme {
  wantNetwork("conflictScheme", network);
  const kept = known.get(network) ?? new Map<string, ConflictScheme>();
  known.set(network, kept);
  const scheme = kept.get(`${target} ${r}`) ?? makeScheme(network, target, r);
  kept.set(`${target} ${r}`, scheme);
  return scheme;
}

function makeScheme(network: Network, target: ConflictTarget, r: number): ConflictScheme {
  const { n } = network;
  const conflicts = conflictGraph(network, target);
  const { upper: lambda, vector } = perronVector(conflicts);
  const weight = vector.map((v) => Number(v.toPrecision(9)));
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((i, j) => weight[j]! - weight[i]! || i - j);
  const rank = new Uint32Array(n);
  order.forEach((i, k) => {
    rank[i] = k;
  });
  const offsets = new Uint32Array(n + 1);
  const sources: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let e = conflicts.offsets[i]!; e < conflicts.offsets[i + 1]!; e++) {
      const j = conflicts.sources[e]!;
      if (rank[j]! < rank[i]!) sources.push(j);
    }
    offsets[i + 1] = sources.length;
  }
  const desire = 1 / (2 * r * lambda);
  const event = Float64Array.from(
    { length: n },
    (_, i) => desire * (1 - 2 * desire) ** (offsets[i + 1]! - offsets[i]!),
  );
  const earlier = { offsets, sources: Uint32Array.from(sources) };
  return { target, network, conflicts, lambda, order, earlier, desire, event };
}

/** P(agent i is treated): events that treat one agent conflict with each other, so their probabilities add up. Cost: O(n + edges), once. */
export function treatedChances({ target, network, event }: ConflictScheme): Float64Array {
  if (target === "direct") return event.slice();
  const chances = target === "global" ? event.slice() : new Float64Array(network.n);
  const { offsets, targets } = outRows(network);
  for (let j = 0; j < network.n; j++)
    for (let e = offsets[j]!; e < offsets[j + 1]!; e++) chances[j]! += event[targets[e]!]!;
  return chances;
}
