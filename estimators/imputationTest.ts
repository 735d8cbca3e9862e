// Zhong (2025), "Unconditional randomization tests for interference", arXiv 2409.09243 (version 3), sections 3 and 4.
import { z } from "zod";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import type { AnswerRow } from "./Estimator.ts";
import { comparedPairs, pairsOf } from "./hypotheses/comparedPairs.ts";
import { heldLaw } from "./hypotheses/heldLaw.ts";
import { pairedShares, type ShellMeasure } from "./hypotheses/pairedShares.ts";
import type { Alternative } from "./hypotheses/pValue.ts";
import { type Assignments, reference } from "./hypotheses/reference.ts";
import { testedOutcomes } from "./hypotheses/testedOutcomes.ts";
import { noTest, nullFault, testHead, testRow } from "./hypotheses/testRow.ts";
import { oneOf, testSettings } from "./hypotheses/testSettings.ts";
import type { TestInquiry } from "./Inquiry.ts";

const KIND = "imputation-test";

export interface ImputationTestSettings {
  /** How pairs of assignments become a p-value: `pairwise` (the default), or `least`, which is more cautious. */
  readonly comparison?: "pairwise" | "least";
  /** What goes with the outcome: the treated share of those just beyond the distance (`score`, the default), or whether any of them is treated (`exposed`). */
  readonly statistic?: ShellMeasure;
  readonly alternative?: Alternative;
  /** Assignments drawn where there are more than 200,000. Default 2,000. */
  readonly draws?: number;
  /** Seed of these draws. Default 1. */
  readonly seed?: string | number;
}

/**
 * Tests that there is no spillover (`no-spillover`), or none beyond the inquiry's `distance`, without holding anybody fixed: the design is drawn again as it is, and each drawn assignment is compared
 * with the one at hand on the agents whose outcome the hypothesis imputes under both. P(p ≤ α) ≤ α in every sample, under every design, also one that is known only by what it draws.
 *
 * Cost: O(assignments × edges), beyond distance 0 with the sizes of shells.
 */
export const imputationTest: EstimatorKind<ImputationTestSettings> = defineEstimator({
  kind: KIND,
  summary:
    "test that there is no spillover, or none beyond a distance, by pairs of assignments; for every design",
  settings: z.strictObject({
    comparison: oneOf(["pairwise", "least"]).default("pairwise"),
    statistic: oneOf(["score", "exposed"]).default("score"),
    ...testSettings(),
  }),
  assumes: ["randomized", "network"],
  cite: "Zhong, L. (2025). Unconditional randomization tests for interference. arXiv 2409.09243.",
  claim: "randomized",
  answers: ["test"],
  nulls: ["no-spillover"],
  answer({ comparison, statistic, alternative, ...draws }, data, asked): AnswerRow {
    const inquiry = asked as TestInquiry;
    const tested = testedOutcomes(data);
    const head = testHead(KIND, inquiry, data, tested);
    const fault = nullFault(KIND, "no-spillover", inquiry);
    if (fault !== undefined) return noTest(head, fault);
    if (tested.because !== undefined) return noTest(head, tested.because);
    const { law, network } = data.probabilities;
    const all = reference(
      data.worlds.map(({ arms }) => heldLaw(law, arms)),
      draws,
    );
    const worlds = tested.worlds.map((world) =>
      pairedShares(network, world, inquiry.distance ?? 0, statistic),
    );
    const observed = data.worlds.map(({ arms }) => arms);
    const sums = new Float64Array(4);
    const toward = (value: number): number =>
      alternative === "two-sided" ? Math.abs(value) : alternative === "less" ? -value : value;
    const compare = (other: Assignments): [number, number] => {
      sums.fill(0);
      for (let w = 0; w < worlds.length; w++) worlds[w]!(observed[w]!, other[w]!, sums);
      const own = sums[2] === 0 ? 0 : sums[0]! / Math.sqrt(sums[2]!);
      return [toward(own), toward(sums[3] === 0 ? 0 : sums[1]! / Math.sqrt(sums[3]!))];
    };
    const pairs = pairsOf(all, compare);
    compare(observed);
    return testRow(head, {
      statistic: sums[2] === 0 ? 0 : sums[0]! / Math.sqrt(sums[2]!),
      p: comparedPairs(comparison, pairs, all.listed),
      assignments: pairs.length,
      ...{ listed: all.listed, possible: all.possible },
    });
  },
});
