import { compensatedSum } from "../../core/numbers/sum.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { eachEdge } from "../eachEdge.ts";
import type { Network } from "../Network.ts";
import { withScaledWeights } from "../scaledWeights.ts";
import { symmetrize } from "../symmetrize.ts";
import { wantNetwork } from "../wantNetwork.ts";

/**
 * A division of agents into clusters is one label per agent. This puts labels into their one form: 0, 1, 2 … in the order
 * of each cluster's first agent, so equal divisions have equal labels. Cost: O(n).
 */
export function relabel(labels: ArrayLike<number>): Uint32Array<ArrayBuffer> {
  const fresh = new Map<number, number>();
  const out = new Uint32Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const old = labels[i]!;
    const known = fresh.get(old) ?? fresh.size;
    fresh.set(old, known);
    out[i] = known;
  }
  return out;
}

/**
 * How much more weight lies within clusters than chance would put there: Q = Σ_c [ e_c / m − γ (K_c / 2m)² ], where m is the
 * weight of all edges, e_c of those within cluster c, and K_c the sum of its agents' weighted degrees. Newman and Girvan
 * (2004); resolution γ of Reichardt and Bornholdt (2006). From −γ to 1. A directed network is symmetrised first
 * ({@link symmetrize}).
 *
 * @param labels cluster of each agent, any numbers
 * @param resolution γ above 0, default 1; larger values favour smaller clusters
 * @throws SpillwayError for a network without edges, whose Q is 0 / 0, and for labels of the wrong length
 */
export function modularity(network: Network, labels: ArrayLike<number>, resolution = 1): number {
  wantNetwork("modularity", network);
  wantArgument("modularity", "a list of clusters", labels);
  checkLabels("modularity", network, labels);
  if (network.edges === 0) throw new SpillwayError("modularity: the network must have edges, got none");
  const total = compensatedSum();
  const within = compensatedSum();
  const strength = new Map<number, number>();
  eachEdge(withScaledWeights(symmetrize(network)), (i, j, weight) => {
    const [a, b] = [labels[i]!, labels[j]!];
    total.add(weight);
    if (a === b) within.add(weight);
    strength.set(a, (strength.get(a) ?? 0) + weight);
    strength.set(b, (strength.get(b) ?? 0) + weight);
  });
  const m = total.value;
  const chance = compensatedSum();
  for (const k of strength.values()) chance.add((k / (2 * m)) ** 2);
  return within.value / m - resolution * chance.value;
}

/**
 * Share of the edges that join two clusters, from 0 to 1; weights do not count. 0 when there are no edges, as nothing is cut.
 *
 * @throws SpillwayError for labels of the wrong length
 */
export function cutShare(network: Network, labels: ArrayLike<number>): number {
  wantNetwork("cutShare", network);
  wantArgument("cutShare", "a list of clusters", labels);
  checkLabels("cutShare", network, labels);
  let cut = 0;
  eachEdge(network, (i, j) => {
    if (labels[i] !== labels[j]) cut++;
  });
  return network.edges === 0 ? 0 : cut / network.edges;
}

function checkLabels(who: string, { n }: Network, labels: ArrayLike<number>): void {
  if (labels.length !== n)
    throw new SpillwayError(
      `${who}: labels must name a cluster for each of ${n} agents, got ${labels.length}`,
    );
}
