import { SpillwayError } from "../../core/SpillwayError.ts";
import { searcher } from "../ball.ts";
import { components } from "../components.ts";
import type { Network } from "../Network.ts";

interface SpectralWeights {
  /** Weight of each agent, above 0: the Perron vector of its component, whose mean there is 1. */
  readonly weights: Float64Array;
  /** For each component, in the order of their first agents, the largest eigenvalue λ of its 2-ball matrix. */
  readonly eigenvalues: Float64Array;
}

/** Weights nearer to each other than this share are made equal. */
const TIE = 1e-9;
/** Weights that no longer move by more than this share are found. Any weights above 0 make a sound design, so the limit on steps is no fault. */
const SETTLED = 1e-13;
const MOST_STEPS = 10_000;
const MOST_NEAR = 1e8;
/** Pairs × steps: about ten seconds. On larger networks there are fewer steps, but at least a hundred. */
const MOST_WORK = 5e9;

/**
 * The weights under which every agent's closed neighbourhood is equally likely to lie in one cluster, as far as the general
 * bound tells: w with B w = λ w, where B_ij = 1 for agents at most two steps apart (i itself included). With priorities
 * drawn by these weights that chance is at least w_i / Σ_j B_ij w_j = 1/λ for everybody. Ugander and Yin (2023), section 4.
 *
 * Power iteration on sparse rows, each component on its own, because only priorities within a component matter. Weights
 * equal up to a relative 1e-9 are made exactly equal, so that symmetric agents have the same chances on every machine.
 *
 * @param network undirected; symmetrise a directed one first
 * @param most pairs of agents at most two steps apart, which are kept. Default 100 million, 400 MB.
 * @returns Cost: O(Σ size of 2-balls) memory and for each step; the number of steps grows with the diameter.
 * @throws SpillwayError for more such pairs.
 */
export function spectralWeights(network: Network, most: number = MOST_NEAR): SpectralWeights {
  const { n } = network;
  const { count, component, sizes } = components(network);
  const ball = searcher(network);
  let near = 0;
  const rows = Array.from({ length: n }, (_, i) => {
    const row = ball(i, 2);
    near += row.length;
    if (near > most) {
      throw new SpillwayError(
        `spectral weights: wanted at most ${most} pairs of agents within two steps of each other, got more: use uniform weights`,
      );
    }
    return row;
  });
  const steps = Math.min(MOST_STEPS, Math.max(100, Math.floor(MOST_WORK / Math.max(1, near))));
  let weights = new Float64Array(n).fill(1);
  const eigenvalues = new Float64Array(count);
  for (let step = 0; step < steps; step++) {
    const next = weights.slice();
    const total = new Float64Array(count);
    for (let i = 0; i < n; i++) {
      for (const j of rows[i]!) next[i]! += weights[j]!;
      total[component[i]!]! += next[i]!;
    }
    let moved = 0;
    for (let i = 0; i < n; i++) {
      const c = component[i]!;
      eigenvalues[c] = total[c]! / sizes[c]!;
      next[i]! /= eigenvalues[c]!;
      moved = Math.max(moved, Math.abs(next[i]! / weights[i]! - 1));
    }
    weights = next;
    if (moved < SETTLED) break;
  }
  return { weights: tied(weights), eigenvalues };
}

function tied(weights: Float64Array): Float64Array {
  const order = Uint32Array.from({ length: weights.length }, (_, i) => i).sort(
    (a, b) => weights[a]! - weights[b]!,
  );
  const out = weights.slice();
  let first = weights[order[0]!] ?? 0;
  for (const i of order) {
    if (weights[i]! > first * (1 + TIE)) first = weights[i]!;
    out[i] = first;
  }
  return out;
}
