import { compensatedSum } from "../core/numbers/sum.ts";
import type { ExposureProbabilities } from "../probability/PairProbabilities.ts";

/** How likely a condition is, over all agents. */
export interface ConditionSummary {
  readonly condition: string;
  /** Expected number of agents in it: the sum of their probabilities. */
  readonly expected: number;
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** Ids of the agents that can never be in it. */
  readonly impossible: readonly string[];
  /**
   * m² / Σ 1/π over the m agents that can be in it: as many agents as carry the same weight after weighting by 1/π
   * (Kish 1965, "Survey Sampling", section 11.7). Far below `expected` when some agents are very unlikely to be in it.
   */
  readonly effective: number;
}

/** How likely each condition is, over all agents. Cost: O(n log n) a condition. */
export function conditionSummary(probabilities: ExposureProbabilities): ConditionSummary[] {
  const { network, conditions, marginals } = probabilities;
  return conditions.map((condition, c) => {
    // A loop: for millions of agents Float64Array.from takes many times as long.
    const values = new Float64Array(network.n);
    for (let i = 0; i < network.n; i++) values[i] = marginals[i * conditions.length + c]!;
    const total = compensatedSum();
    const inverse = compensatedSum();
    let possible = 0;
    for (const p of values) {
      total.add(p);
      if (p <= 0) continue;
      inverse.add(1 / p);
      possible++;
    }
    const sorted = values.sort();
    const half = network.n >> 1;
    return {
      condition,
      expected: total.value,
      min: sorted[0]!,
      median: network.n % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2,
      max: sorted[network.n - 1]!,
      impossible: probabilities.impossible(condition).map((i) => network.ids[i]!),
      effective: possible === 0 ? 0 : possible ** 2 / inverse.value,
    };
  });
}
