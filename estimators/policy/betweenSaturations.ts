import type { GroupMeans, Seen } from "./groupMeans.ts";
import { groupSpread } from "./groupSpread.ts";
import type { PolicyEffect } from "./PolicyEffect.ts";

/** A policy's groups, and which of their agents the mean is about. */
interface PolicySide {
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
    groupSpread(groups.map((group) => weight(group) * of(group).mean)),
  );
  return {
    estimate: a!.mean - b!.mean,
    variance: a!.variance / a!.count + b!.variance / b!.count,
    // With as many groups on either side the sum of both spreads has C + C′ − 2; else the smaller side may decide alone.
    degrees: a!.count === b!.count ? a!.count + b!.count - 2 : Math.min(a!.count, b!.count) - 1,
    notes: [],
  };
}
