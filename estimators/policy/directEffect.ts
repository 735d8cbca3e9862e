import { sum } from "../../src/core/numbers/sum.ts";
import type { GroupMeans } from "./groupMeans.ts";
import { groupSpread } from "./groupSpread.ts";
import type { PolicyEffect } from "./PolicyEffect.ts";

/**
 * The direct effect at one saturation: the mean difference between treated and untreated agents of its groups, with variance
 * (1 − C/G) s²_D/C + Σ (s²_1/K + s²_0/(n − K))/(C G). Where a group has one outcome in an arm its own spread is unknown; s²_D/C, which is
 * larger, then takes the place of both terms. Hudgens and Halloran (2008), section 4.
 *
 * @param all number of groups of the experiment, whatever their saturation
 */
export function directEffect(
  groups: readonly GroupMeans[],
  all: number,
  weight: (group: GroupMeans) => number,
): PolicyEffect {
  const { mean, variance, count } = groupSpread(
    groups.map((group) => weight(group) * (group.treatedSeen.mean - group.untreatedSeen.mean)),
  );
  const inside = groups.map((group) => {
    const parts = [group.treatedSeen, group.untreatedSeen].map(({ variance: own, count: size }) =>
      own === undefined ? undefined : own / size,
    );
    return parts.includes(undefined) ? undefined : weight(group) ** 2 * (parts[0]! + parts[1]!);
  });
  const known = inside.flatMap((one) => one ?? []);
  const short = inside.length - known.length;
  return {
    estimate: mean,
    variance:
      short > 0 ? variance / count : ((1 - count / all) * variance) / count + sum(known) / (count * all),
    degrees: count - 1,
    notes:
      short > 0
        ? [
            `${short} groups have one outcome in an arm, so the spread within them is unknown: the variance between groups alone is taken, which is larger`,
          ]
        : [],
  };
}
