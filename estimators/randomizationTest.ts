// Fisher (1935), "The Design of Experiments"; Wu and Ding (2021), "Randomization tests for weak null hypotheses in randomized experiments", Journal of the American Statistical Association 116.
import { z } from "zod";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import type { AnswerRow } from "./Estimator.ts";
import { type FisherStatistic, fisherComparison, worldStatistics } from "./hypotheses/fisherStatistic.ts";
import { heldLaw } from "./hypotheses/heldLaw.ts";
import { type Alternative, pValue } from "./hypotheses/pValue.ts";
import { reference } from "./hypotheses/reference.ts";
import { sampledStatistic } from "./hypotheses/sampledStatistic.ts";
import { shiftedTests, shiftInterval } from "./hypotheses/shiftInterval.ts";
import { testedOutcomes } from "./hypotheses/testedOutcomes.ts";
import { noTest, nullFault, testHead, testRow } from "./hypotheses/testRow.ts";
import { oneOf, testSettings } from "./hypotheses/testSettings.ts";
import { addedStatistic } from "./hypotheses/WorldStatistic.ts";
import type { TestInquiry } from "./Inquiry.ts";

const KIND = "randomization-test";

export interface RandomizationTestSettings {
  /** `studentized` (the default for two groups), `difference`, `ranks`, `several` (the default for more arms), or `share` of treated neighbours (the default where own arms are no matter of chance). */
  readonly statistic?: FisherStatistic | "auto";
  /** Default `two-sided`. `several` has large values only. */
  readonly alternative?: Alternative;
  /** Whether to invert the test for an interval of constant effects, where there is one. Default true. */
  readonly interval?: boolean;
  /** Assignments drawn where there are more than 200,000. Default 2,000. */
  readonly draws?: number;
  /** Seed of these draws. Default 1. */
  readonly seed?: string | number;
}

/**
 * Fisher's test of the sharp hypothesis that no treatment of anybody changes any outcome (`no-effect`): then outcomes are the same under every assignment, and the
 * statistic of the one drawn is compared with those of all that the design could have drawn, in all worlds together. Exact in every sample, under every design.
 *
 * With an inquiry's `first` and `second` the statistic compares agents in these conditions. For two arms the test is inverted: `ci` holds the constant effects,
 * without interference, that it does not reject.
 *
 * Cost: O(assignments × agents), and the exposure's own cost for each assignment where conditions are compared.
 */
export const randomizationTest: EstimatorKind<RandomizationTestSettings> = defineEstimator({
  kind: KIND,
  summary: "Fisher's exact test that nothing has any effect",
  settings: z.strictObject({
    statistic: oneOf(["auto", "studentized", "difference", "ranks", "several", "share"]).default("auto"),
    interval: z.boolean({ error: "must be true or false" }).default(true),
    ...testSettings(),
  }),
  assumes: ["randomized"],
  cite: "Fisher, R. A. (1935). The Design of Experiments; Wu, J. and Ding, P. (2021). Randomization tests for weak null hypotheses in randomized experiments. Journal of the American Statistical Association 116.",
  claim: "randomized",
  answers: ["test"],
  nulls: ["no-effect"],
  answer(settings, data, asked): AnswerRow {
    const inquiry = asked as TestInquiry;
    const tested = testedOutcomes(data);
    const head = testHead(KIND, inquiry, data, tested);
    const fault = nullFault(KIND, "no-effect", inquiry);
    if (fault !== undefined) return noTest(head, fault);
    if (tested.because !== undefined) return noTest(head, tested.because);
    const compared = fisherComparison(data, inquiry, settings.statistic);
    const laws = data.worlds.map(({ arms }) => heldLaw(data.probabilities.law, arms));
    const all = reference(laws, settings);
    const observed = data.worlds.map(({ arms }) => arms);
    const statistic = addedStatistic(worldStatistics(compared, data, tested));
    const values = sampledStatistic(statistic, all);
    const value = statistic(observed);
    const alternative = compared.statistic === "several" ? "greater" : settings.alternative;
    const row = testRow(head, {
      statistic: compared.statistic === "difference" ? value * tested.scale : value,
      p: pValue(value, values, alternative),
      assignments: values.values.length,
      ...{ listed: all.listed, possible: all.possible },
    });
    const { groups } = compared;
    const inverted = settings.interval && settings.alternative === "two-sided" && compared.whole;
    if ("because" in row || !inverted || groups === undefined) return row;
    if (compared.statistic !== "difference" && compared.statistic !== "studentized") return row;
    const tests = shiftedTests(
      tested.worlds,
      data.worlds.map(() => groups),
      observed,
      all,
      compared.statistic === "studentized",
    );
    const ci = shiftInterval(tests, data.confidence)?.map((end) => end * tested.scale);
    return ci === undefined ? row : { ...row, ci: [ci[0]!, ci[1]!], confidence: data.confidence };
  },
});
