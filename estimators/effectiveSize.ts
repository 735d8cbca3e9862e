import type { ExposureProbabilities } from "../src/probability/PairProbabilities.ts";

/**
 * How many independent, equally weighted observations some agents' outcomes are worth: Kish's (Σw)²/Σw² with w = 1/π,
 * but no more than the number of design blocks (clusters) that the agents come from.
 */
export function effectiveSize(
  { marginals, conditions, law }: ExposureProbabilities,
  agents: readonly number[],
  level: number,
): number {
  const { structure } = law;
  let sum = 0;
  let squares = 0;
  const blocks = new Set<number>();
  for (const i of agents) {
    const weight = 1 / marginals[i * conditions.length + level]!;
    sum += weight;
    squares += weight * weight;
    blocks.add("block" in structure ? structure.block[i]! : i);
  }
  return squares === 0 ? 0 : Math.min((sum * sum) / squares, blocks.size);
}

/** Degrees of freedom of a Wald interval: infinite from 30 effective observations in each condition on, else the smaller number − 1. A rule of thumb. */
export function waldDegrees(first: number, second: number): number {
  const smaller = Math.min(first, second);
  return smaller >= 30 ? Number.POSITIVE_INFINITY : Math.max(1, smaller - 1);
}
