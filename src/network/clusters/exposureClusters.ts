import type { Rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import type { Network } from "../Network.ts";
import { wantNetwork } from "../wantNetwork.ts";
import { type CommunityGraph, mergedGraph } from "./communityGraph.ts";
import { moveNodes } from "./moveNodes.ts";
import { relabel } from "./partition.ts";
import { type SharesByUnit, sharesByUnit } from "./sharesByUnit.ts";
import { visitingOrder } from "./visitingOrder.ts";
import { withoutGaps } from "./withoutGaps.ts";

export interface ExposureClustersOptions {
  /** φ, from 0: how much covariances of exposures count against their variances. Default 1/(n − 1) with n outcome units. */
  readonly phi?: number;
  /** Decides the order in which units move; the same stream gives the same clusters in every engine. */
  readonly rng: Rng;
}

/**
 * Clusters of diversion units for which the exposures x_i = Σ_k W_ik Z_k of outcome units vary much and covary little:
 * Σ_i Var x_i − φ Σ_{i≠j} Cov(x_i, x_j) shall be large. With clusters treated by independent coins of chance p, that is
 * p(1 − p) Σ_{k,l in one cluster} ω_kl, where ω_kl = (1 + φ) Σ_i W_ik W_il − φ s_k s_l and s_k = Σ_i W_ik: a correlation
 * clustering. Units move one by one, then cluster by cluster, whenever that raises the sum most, until nobody gains; only
 * pairs that share an outcome unit are looked at, the second term comes from the sums s alone. A local optimum, never
 * worse than every unit by itself.
 *
 * With the default φ the sum is that of the clusters' sample variances of exposure, so one cluster of all gains nothing.
 *
 * Harshaw, Sävje, Eisenstat, Mirrokni and Pouget-Abadie (2023), "Design and analysis of bipartite experiments under a
 * linear exposure-response model".
 *
 * @param units numbers of the diversion units; everybody else is an outcome unit, with W from the weights of its edges
 * @returns cluster of each of the units, numbered 0, 1, 2 … in their order. Cost: Σ_i d_i² for outcome units that d_i edges
 * point to, and a few rounds over the pairs found.
 * @throws SpillwayError for φ out of range
 */
export function exposureClusters(
  network: Network,
  units: Uint32Array,
  options: ExposureClustersOptions,
): Uint32Array<ArrayBuffer> {
  wantNetwork("exposureClusters", network);
  wantArgument("exposureClusters", "a list of units", units);
  wantArgument("exposureClusters", "options", options, { fields: ["rng"] });
  const shares = sharesByUnit(network, units);
  const { phi = shares.exposed > 1 ? 1 / (shares.exposed - 1) : 0, rng } = options;
  if (!(Number.isFinite(phi) && phi >= 0))
    throw new SpillwayError(`exposureClusters: phi must be a finite number of at least 0, got ${phi}`);
  const graph = pairsGraph(shares, phi);
  const cluster = Uint32Array.from({ length: graph.n }, (_, k) => k);
  for (;;) {
    const moved = moveNodes(graph, cluster, visitingOrder(graph.n, rng), phi);
    const groups = withoutGaps(cluster);
    const whole = Uint32Array.from({ length: groups }, (_, c) => c);
    const joined = moveNodes(mergedGraph(graph, cluster, groups), whole, visitingOrder(groups, rng), phi);
    for (let k = 0; k < cluster.length; k++) cluster[k] = whole[cluster[k]!]!;
    if (!moved && !joined) return relabel(cluster);
  }
}

/** Pairs of units that share an outcome unit, weighing (1 + φ) Σ_i W_ik W_il; as strengths the sums s, in units in which their total is 1. */
function pairsGraph({ n, offsets, outcomes, shares, rows }: SharesByUnit, phi: number): CommunityGraph {
  const starts = new Uint32Array(n + 1);
  const targets: number[] = [];
  const weights: number[] = [];
  const strength = new Float64Array(n);
  const together = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const met: number[] = [];
    for (let e = offsets[k]!; e < offsets[k + 1]!; e++) {
      strength[k]! += shares[e]!;
      for (const [l, share] of rows[outcomes[e]!]!) {
        if (l === k) continue;
        if (together[l] === 0) met.push(l);
        together[l]! += shares[e]! * share;
      }
    }
    for (const l of met.sort((a, b) => a - b)) {
      targets.push(l);
      weights.push((1 + phi) * together[l]!);
      together[l] = 0;
    }
    starts[k + 1] = targets.length;
  }
  // moveNodes takes resolution × strength × strength / total from a weight: with a total of 1 that is φ s_k s_l.
  return {
    n,
    offsets: starts,
    targets: Uint32Array.from(targets),
    weights: Float64Array.from(weights),
    strength,
    total: 1,
  };
}
