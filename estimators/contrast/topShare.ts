import type { Seen, VarianceSetting } from "../variance/PreparedVariance.ts";

/**
 * Share of Σ (V_i/π_i)² that the top 1 % of the agents seen bring, at least one agent: how much of the error of an estimate
 * hangs on a few agents with rare conditions or extreme outcomes. 1/agents at the least; 0 when all contributions are 0.
 */
export function topShare(
  { probabilities, levels, population }: VarianceSetting,
  { condition, value }: Seen,
): number {
  const { marginals, conditions } = probabilities;
  const contributions: number[] = [];
  for (const i of population) {
    const level = condition[i]!;
    if (level === levels[0] || level === levels[1])
      contributions.push((value[i]! / marginals[i * conditions.length + level]!) ** 2);
  }
  return topShareOf(contributions);
}

/** Share of the sum of squared contributions that the top 1 % of them bring, at least one of them. */
export function topShareOf(squaredContributions: readonly number[]): number {
  const squares = Float64Array.from(squaredContributions).sort();
  const all = squares.reduce((total, square) => total + square, 0);
  if (all === 0) return 0;
  const top = Math.max(1, Math.floor(squares.length / 100));
  const largest = squares.subarray(squares.length - top);
  return largest.reduce((total, square) => total + square, 0) / all;
}
