// Fisher (1935), "The Design of Experiments"; Wu and Ding (2021), "Randomization tests for weak null hypotheses in randomized experiments", Journal of the American Statistical Association 116.
import { z } from "zod";
import { conditionIndex } from "../src/probability/lookup.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import type { AnswerRow } from "./Estimator.ts";
import type { ExperimentData } from "./ExperimentData.ts";
import { compareGroups, type GroupStatistic, type Groups } from "./hypotheses/compareGroups.ts";
import { heldLaw } from "./hypotheses/heldLaw.ts";
import { type Alternative, pValue } from "./hypotheses/pValue.ts";
import { reference } from "./hypotheses/reference.ts";
import { sampledStatistic } from "./hypotheses/sampledStatistic.ts";
import { severalGroups } from "./hypotheses/severalGroups.ts";
import { shiftedTests, shiftInterval } from "./hypotheses/shiftInterval.ts";
import { type TestedWorlds, testedOutcomes } from "./hypotheses/testedOutcomes.ts";
import { noTest, nullFault, testHead, testRow } from "./hypotheses/testRow.ts";
import { oneOf, testSettings } from "./hypotheses/testSettings.ts";
import { shellsOf, treatedShare } from "./hypotheses/treatedShare.ts";
import { addedStatistic, type WorldStatistic } from "./hypotheses/WorldStatistic.ts";
import type { TestInquiry } from "./Inquiry.ts";

const KIND = "randomization-test";

export interface RandomizationTestSettings {
  /** `studentized` (the default for two groups), `difference`, `ranks`, `several` (the default for more arms), or `share` of treated neighbours (the default where own arms are no matter of chance). */
  readonly statistic?: GroupStatistic | "several" | "share" | "auto";
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
    if (tested.population === 0) return noTest(head, "no outcome was observed");
    const compared = comparison(data, inquiry, settings.statistic);
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

interface Comparison {
  readonly statistic: GroupStatistic | "several" | "share";
  readonly groups?: Groups;
  /** Whether everybody is always in one of the two groups. */
  readonly whole: boolean;
}

function comparison(
  { probabilities: { law, network, exposure, conditions } }: ExperimentData,
  { first, second }: TestInquiry,
  wanted: RandomizationTestSettings["statistic"],
): Comparison {
  const named = first !== undefined && second !== undefined;
  if (named) {
    const groups: Groups = {
      of: (arms) => exposure.of(network, arms),
      first: conditionIndex(conditions, first),
      second: conditionIndex(conditions, second),
    };
    const statistic = wanted === "auto" || wanted === undefined ? "studentized" : wanted;
    return { statistic, groups, whole: conditions.length === 2 };
  }
  const groups: Groups = { of: (arms) => arms, first: 1, second: 0 };
  const whole = law.arms.length === 2;
  if (wanted !== "auto" && wanted !== undefined) return { statistic: wanted, groups, whole };
  const studied = law.studied ?? Uint32Array.from({ length: law.n }, (_, i) => i);
  const random = studied.some((i) =>
    law.arms.some((_, a) => {
      const p = law.marginal(i, a);
      return p === undefined || (p > 0 && p < 1);
    }),
  );
  const statistic = !random ? "share" : whole ? "studentized" : "several";
  return { statistic, groups, whole };
}

function worldStatistics(
  { statistic, groups }: Comparison,
  { probabilities: { network } }: ExperimentData,
  { worlds }: TestedWorlds,
): WorldStatistic[] {
  return worlds.map((world) => {
    if (statistic === "several") return severalGroups(world, groups!.of);
    if (statistic === "share")
      return treatedShare(world.agents, world.value, shellsOf(network, world.agents, 0));
    return compareGroups(statistic, world, groups!);
  });
}
