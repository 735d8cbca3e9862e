import { studentTQuantile } from "../../src/core/numbers/studentT.ts";
import { sum } from "../../src/core/numbers/sum.ts";
import type { Law } from "../Design.ts";

/** How a law's chances fit arms of which those of one cluster may hang together in any way. */
export interface ClusteredFit {
  /** A bound of the chance of such a surplus in an arm, if the surplus of a cluster is as often above as below 0; Bonferroni over arms. */
  readonly p: number;
  /** Whether Student's test of the mean surplus of the clusters has p < 1e-6. */
  readonly systematic: boolean;
}

/** Below this p a surplus is systematic. */
const SYSTEMATIC = 1e-6;

/**
 * Compares arms with a law's chances by clusters: the surplus of an arm in a cluster is its count less Σ P(arm). The bound is
 * 2 exp(−t²/2), t = Σ surplus / √Σ surplus², for symmetric surpluses of any size (Efron 1969), so few clusters never give a small p.
 * Undefined where the law does not know its chances.
 *
 * @param clusters cluster of each agent, in each world. Cost: O(worlds × n).
 */
export function clusteredFit(
  { arms, n, marginal }: Law,
  assignments: readonly ArrayLike<number>[],
  clusters: readonly ArrayLike<number>[],
): ClusteredFit | undefined {
  let least = 1;
  let systematic = false;
  const counted = arms.length === 2 ? [1] : [...arms.keys()];
  for (const arm of counted) {
    const surplus = new Map<string, number>();
    for (const [w, assignment] of assignments.entries())
      for (let i = 0; i < n; i++) {
        const chance = marginal(i, arm);
        if (chance === undefined) return undefined;
        const key = `${w} ${clusters[w]![i]}`;
        surplus.set(key, (surplus.get(key) ?? 0) + Number(assignment[i] === arm) - chance);
      }
    const values = [...surplus.values()];
    const total = sum(values);
    const squares = sum(values.map((value) => value * value));
    if (squares > 0) least = Math.min(least, 2 * counted.length * Math.exp(-(total * total) / (2 * squares)));
    const mean = total / values.length;
    const spread = sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1);
    const limit = studentTQuantile(1 - SYSTEMATIC / (2 * counted.length), Math.max(1, values.length - 1));
    if (values.length < 2 || Math.abs(mean) > limit * Math.sqrt(spread / values.length)) systematic = true;
  }
  return { p: Math.min(1, least), systematic };
}
