import { sum } from "../../src/core/numbers/sum.ts";
import type { GroupMeans, Seen } from "./groupMeans.ts";

/** An effect with its variance; or why there is none. */
export interface PolicyEffect {
  readonly estimate: number;
  readonly variance: number;
  /** Degrees of freedom of the variance estimate. */
  readonly degrees: number;
  readonly notes: readonly string[];
}

/** A policy's groups, and which of their agents the mean is about. */
export interface PolicySide {
  readonly groups: readonly GroupMeans[];
  readonly of: (group: GroupMeans) => Seen;
}

/**
 * The difference between group means of two saturations: indirect, total and overall effects. Groups are independent draws without replacement,
 * so s²/C + s²/C′ is at least the variance on average. Hudgens and Halloran (2008), section 4.
 *
 * @param weight by what the mean of a group is multiplied
 */
export function betweenSaturations(
  [first, second]: readonly [PolicySide, PolicySide],
  weight: (group: GroupMeans) => number,
): PolicyEffect {
  const [a, b] = [first, second].map(({ groups, of }) =>
    spreadOf(groups.map((group) => weight(group) * of(group).mean)),
  );
  return {
    estimate: a!.mean - b!.mean,
    variance: a!.variance / a!.count + b!.variance / b!.count,
    // With as many groups on either side the sum of both spreads has C + C′ − 2; else the smaller side may decide alone.
    degrees: a!.count === b!.count ? a!.count + b!.count - 2 : Math.min(a!.count, b!.count) - 1,
    notes: [],
  };
}

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
  const { mean, variance, count } = spreadOf(
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

function spreadOf(values: readonly number[]): { mean: number; variance: number; count: number } {
  const count = values.length;
  const mean = sum(values) / count;
  return { mean, count, variance: sum(values.map((x) => (x - mean) ** 2)) / (count - 1) };
}
