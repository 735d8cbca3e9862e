import { shareError } from "../../src/core/numbers/shareError.ts";
import type { Assignments, Reference } from "./reference.ts";

/** One other assignment beside the one at hand: the statistic of the agents whose outcome is known under both, in each of the two. */
interface ComparedPair {
  readonly own: number;
  readonly other: number;
  readonly weight: number;
}

/**
 * p-values of tests that compare the assignment at hand with others pair by pair, each pair on the agents whose outcomes under both are known under the hypothesis.
 *
 * `pairwise`: twice the share of assignments Z* with T(Z*; pair) ≥ T(Z; pair), at most 1. Twice, because the agents compared differ between pairs: of any two assignments at least one
 * reaches the other, so assignments whose share is at most α/2 have at most the probability α together (Zhong 2025, theorem 1). `least`: the share with T(Z*; pair) ≥ the
 * smallest T(Z; pair) of all pairs, without the factor (Zhong 2025). Draws count (1 + #)/(1 + R).
 */
export function comparedPairs(
  comparison: "pairwise" | "least",
  pairs: readonly ComparedPair[],
  listed: boolean,
): { readonly p: number; readonly least: number; readonly mcse?: number } {
  let largest = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let total = 0;
  for (const { own, other, weight } of pairs) {
    largest = Math.max(largest, Math.abs(own), Math.abs(other));
    smallest = Math.min(smallest, own);
    total += weight;
  }
  const tie = 1e-12 * largest;
  let reached = 0;
  for (const { own, other, weight } of pairs)
    if (other >= (comparison === "pairwise" ? own : smallest) - tie) reached += weight;
  const share = listed ? reached / total : (1 + reached) / (1 + pairs.length);
  const factor = comparison === "pairwise" ? 2 : 1;
  const p = Math.min(1, factor * share);
  if (listed) {
    const least = pairs.reduce((low, { weight }) => Math.min(low, weight), Number.POSITIVE_INFINITY) / total;
    return { p, least: Math.min(1, factor * least) };
  }
  return {
    p,
    least: Math.min(1, factor / (1 + pairs.length)),
    mcse: factor * shareError(share, pairs.length + 1),
  };
}

/** Visits a reference as pairs with the one at hand. */
export function pairsOf(
  { visit }: Reference,
  compare: (other: Assignments) => readonly [own: number, other: number],
): ComparedPair[] {
  const pairs: ComparedPair[] = [];
  visit((assignments, weight) => {
    const [own, other] = compare(assignments);
    pairs.push({ own, other, weight });
  });
  return pairs;
}
