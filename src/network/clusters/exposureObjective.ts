import { wantArgument } from "../../core/wantArgument.ts";
import type { Network } from "../Network.ts";
import { wantNetwork } from "../wantNetwork.ts";
import { sharesByUnit } from "./sharesByUnit.ts";

/**
 * What {@link exposureClusters} makes large, for given clusters: Σ_i Var x_i − φ Σ_{i≠j} Cov(x_i, x_j) in units of p(1 − p),
 * that is Σ_C [(1 + φ) Σ_i x_iC² − φ (Σ_i x_iC)²], where x_iC is the share of cluster C in the exposure of outcome unit i.
 * Cost: O(n + edges).
 *
 * @param units numbers of the diversion units
 * @param labels cluster of each of the units
 * @param phi φ, from 0. Default 1/(n − 1) with n outcome units that an edge points to.
 */
export function exposureObjective(
  network: Network,
  units: Uint32Array,
  labels: ArrayLike<number>,
  phi?: number,
): number {
  wantNetwork("exposureObjective", network);
  wantArgument("exposureObjective", "a list of units", units);
  wantArgument("exposureObjective", "a list of clusters", labels);
  const { rows, exposed } = sharesByUnit(network, units);
  const weight = phi ?? (exposed > 1 ? 1 / (exposed - 1) : 0);
  const totals = new Map<number, number>();
  let squares = 0;
  for (const row of rows) {
    const inCluster = new Map<number, number>();
    for (const [k, share] of row) inCluster.set(labels[k]!, (inCluster.get(labels[k]!) ?? 0) + share);
    for (const [c, share] of inCluster) {
      squares += share * share;
      totals.set(c, (totals.get(c) ?? 0) + share);
    }
  }
  let sums = 0;
  for (const total of totals.values()) sums += total * total;
  return (1 + weight) * squares - weight * sums;
}
