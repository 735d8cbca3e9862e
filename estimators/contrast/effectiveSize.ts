import type { Law } from "../../designs/Design.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";

/**
 * How many independent, equally weighted observations some agents' outcomes are worth: Kish's (Σw)²/Σw² with w = 1/π,
 * but no more than the number of design blocks (clusters) that the agents come from.
 */
export function effectiveSize(
  { marginals, conditions, law }: ExposureProbabilities,
  agents: readonly number[],
  level: number,
): number {
  let sum = 0;
  let squares = 0;
  for (const i of agents) {
    const weight = 1 / marginals[i * conditions.length + level]!;
    sum += weight;
    squares += weight * weight;
  }
  return squares === 0 ? 0 : Math.min((sum * sum) / squares, blocksOf(law, agents));
}

/** How many design blocks (clusters) some agents come from: what was randomized independently of them is counted once. */
export function blocksOf({ structure }: Law, agents: readonly number[]): number {
  if (!("block" in structure)) return agents.length;
  const seen = new Uint8Array(structure.blocks);
  for (const i of agents) seen[structure.block[i]!] = 1;
  return seen.reduce((count, one) => count + one, 0);
}

/** From this effective size in each condition on, the normal law is trusted. */
export const ENOUGH = 30;

/** Degrees of freedom of a Wald interval: infinite from 30 effective observations in each condition on, else the smaller number − 1. A rule of thumb. */
export function waldDegrees(first: number, second: number): number {
  const smaller = Math.min(first, second);
  // Sums of weights that should be 30 may miss it by rounding.
  return smaller >= ENOUGH * (1 - 1e-12) ? Number.POSITIVE_INFINITY : Math.max(1, smaller - 1);
}
