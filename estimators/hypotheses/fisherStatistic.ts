import { conditionIndex } from "../../src/probability/lookup.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import type { TestInquiry } from "../Inquiry.ts";
import { compareGroups, type GroupStatistic, type Groups } from "./compareGroups.ts";
import { severalGroups } from "./severalGroups.ts";
import type { TestedWorlds } from "./testedOutcomes.ts";
import { shellsOf, treatedShare } from "./treatedShare.ts";
import type { WorldStatistic } from "./WorldStatistic.ts";

/** Statistics of the hypothesis that nothing has any effect. */
export type FisherStatistic = GroupStatistic | "several" | "share";

/** What of an experiment's data a comparison needs. */
interface Compared {
  readonly probabilities: Pick<ExposureProbabilities, "law" | "network" | "exposure" | "conditions">;
}

/** What is compared with what, and how. */
interface Comparison {
  readonly statistic: FisherStatistic;
  readonly groups?: Groups;
  /** Whether everybody is always in one of the two groups. */
  readonly whole: boolean;
}

/** The comparison that an inquiry wants: conditions where it names two, else arms; where own arms are no matter of chance, the share of treated neighbours. */
export function fisherComparison(
  { probabilities: { law, network, exposure, conditions } }: Compared,
  { first, second }: TestInquiry,
  wanted: FisherStatistic | "auto" | undefined,
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

/** What each world adds to the statistic of a comparison. */
export function worldStatistics(
  { statistic, groups }: Comparison,
  { probabilities: { network } }: Compared,
  { worlds }: TestedWorlds,
): WorldStatistic[] {
  return worlds.map((world) => {
    if (statistic === "several") return severalGroups(world, groups!.of);
    if (statistic === "share")
      return treatedShare(world.agents, world.value, shellsOf(network, world.agents, 0));
    return compareGroups(statistic, world, groups!);
  });
}
