import { wantArgument } from "../../src/core/wantArgument.ts";
import type { TwoStageScheme } from "./twoStageScheme.ts";

/**
 * P(agent i in arm a and agent j in arm b) under a two-stage scheme, in closed form whatever the number of groups: an
 * average over the saturations of one group or of two, whose draws depend on each other when the number of groups per
 * saturation is fixed. Hudgens and Halloran (2008), section 3. Cost of a call: O(saturations²).
 *
 * @param within the second stage, as in the design's settings.
 */
export function twoStagePairs(
  given: TwoStageScheme,
  within: "complete" | "bernoulli" = "complete",
): (i: number, a: number, j: number, b: number) => number {
  wantArgument("twoStagePairs", "a scheme", given, { fields: ["group", "sizes"] });
  const { group, sizes, labels, chances, counts, treated } = given;
  const inArm = (s: number, g: number, arm: number): number =>
    arm === 1 ? treated[s]![g]! : sizes[g]! - treated[s]![g]!;
  /** P(one group has saturation s, another one has t). */
  const both = (s: number, t: number): number =>
    counts === undefined
      ? chances[s]! * chances[t]!
      : (chances[s]! * (counts[t]! - Number(s === t))) / (labels.length - 1);
  return (i, a, j, b) => {
    const [g, h] = [group[i]!, group[j]!];
    const [m, w] = [sizes[g]!, sizes[h]!];
    if (i === j && a !== b) return 0;
    let p = 0;
    for (let s = 0; s < chances.length; s++) {
      const first = inArm(s, g, a);
      if (i === j) p += (chances[s]! * first) / m;
      else if (g !== h)
        for (let t = 0; t < chances.length; t++) p += (both(s, t) * first * inArm(t, h, b)) / (m * w);
      else if (within === "bernoulli") p += (chances[s]! * first * inArm(s, g, b)) / (m * m);
      else p += (chances[s]! * first * (inArm(s, g, b) - Number(a === b))) / (m * (m - 1));
    }
    return p;
  };
}
