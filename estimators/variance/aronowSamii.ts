import { compensatedSum, type Sum } from "../../src/core/numbers/sum.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import type { PairLaw } from "../../src/probability/PairProbabilities.ts";
import { wantVarianceSetting } from "../contrast/wantVarianceSetting.ts";
import { farForm } from "./farForm.ts";
import type { Seen, VarianceSetting } from "./PreparedVariance.ts";
import { rareBelow } from "./pairForm.ts";
import type { YoungSettings } from "./youngBound.ts";

/** Parts of the variance of a difference: `total` = `first` + `second` − 2 × `covariance`. */
export interface AronowSamiiVariance {
  readonly first: number;
  readonly second: number;
  readonly covariance: number;
  readonly total: number;
}

/**
 * The variance estimator of Aronow and Samii (2017), equations 6 to 10 with the i = j term of the covariance: unbiased
 * where every pair of potential outcomes can be seen together, and conservative in expectation where some cannot, by
 * Young's inequality for each such pair. It may come out negative in a sample; the caller decides what then.
 *
 * Node k = (agent, level) stands for a potential outcome; u_k counts the nodes that can never be seen together with k.
 * V̂ = n⁻² Σ_{k, l seen} s_k s_l (1/(π_k π_l) − 1/π_kl) V_k V_l + n⁻² Σ_{k seen} [(1 − π_k)/π_k² + u_k/π_k] V_k²
 *
 * With `soft`, rare pairs are bounded too, as in {@link youngBound}, which does the same for many data sets with the pairs kept.
 * Pairs are looked at while the sum is made, and only those around agents that were seen in one of the two conditions, so
 * memory stays O(n). Cost: O(dependent pairs of agents seen); under fixed counts the pairs without a common block enter as
 * sums over types of agents.
 */
export function aronowSamii(
  setting: VarianceSetting,
  given: YoungSettings = {},
): (seen: Seen) => AronowSamiiVariance {
  wantArgument("aronowSamii", "settings", given);
  const { soft } = given;
  wantVarianceSetting("aronowSamii", setting);
  const { probabilities, levels, population } = setting;
  const { pairs, marginals, conditions } = probabilities;
  const n = probabilities.network.n;
  const below = rareBelow(probabilities, soft);
  const far = pairs.far === "independent" ? undefined : farForm(setting, pairs.far, below);
  const pi = (i: number, a: number): number => marginals[i * conditions.length + levels[a as 0 | 1]]!;
  /** |A| of two nodes that count as never seen together, 0 of others. */
  const slackOf = (law: PairLaw, i: number, a: number, j: number, b: number): number => {
    const c = levels[a as 0 | 1];
    const d = levels[b as 0 | 1];
    if (!law.possible(c, d)) return 1;
    if (below === 0) return 0;
    const joint = law.joint(c, d);
    return joint < below ? Math.abs(joint / (pi(i, a) * pi(j, b)) - 1) : 0;
  };
  return ({ condition, value }) => {
    /** Level of what was seen of an agent: 0, 1, or 2 for neither and for agents outside the population. */
    const level = new Uint8Array(n).fill(2);
    /** V/π of what was seen. */
    const share = new Float64Array(n);
    for (const i of population) {
      if (condition[i] === levels[0]) level[i] = 0;
      else if (condition[i] === levels[1]) level[i] = 1;
      else continue;
      share[i] = value[i]! / marginals[i * conditions.length + condition[i]!]!;
    }
    const terms: readonly [Sum, Sum, Sum] = [compensatedSum(), compensatedSum(), compensatedSum()];
    /** For what was seen of an agent: how many nodes of the same and of the other level cannot be seen with it (Σ |A| over them, with soft zeros). */
    const unseenSame = new Float64Array(n);
    const unseenCross = new Float64Array(n);
    const wanted = new Uint8Array(n);
    for (const i of population) wanted[i] = 1;
    let i = 0;
    let a = 0;
    let same = 0;
    let cross = 0;
    const visit: Parameters<typeof pairs.forEachNearOf>[1] = (j, law) => {
      const b = level[j]!;
      const together = slackOf(law, i, a, j, a);
      const apart = slackOf(law, i, a, j, 1 - a);
      unseenSame[i]! += together;
      unseenCross[i]! += apart;
      if (far) {
        unseenSame[i]! -= far.slack(i, a, j, a);
        unseenCross[i]! -= far.slack(i, a, j, 1 - a);
      }
      if (b === 2) return;
      // Seen both, and not visited again from the other side: the pair enters with the factor 2 of its two orders.
      unseenSame[j]! += a === b ? together : slackOf(law, i, b, j, b);
      unseenCross[j]! += a === b ? slackOf(law, i, 1 - a, j, a) : apart;
      if (far) {
        unseenSame[j]! -= far.slack(i, b, j, b);
        unseenCross[j]! -= far.slack(i, 1 - b, j, b);
      }
      let weight = 0;
      if ((a === b ? together : apart) === 0) {
        weight =
          share[i]! * share[j]! - (value[i]! * value[j]!) / law.joint(levels[a as 0 | 1], levels[b as 0 | 1]);
      }
      if (far) weight -= far.weight(i, a, j, b) * value[i]! * value[j]!;
      if (a === b) same += 2 * weight;
      else cross += 2 * weight;
    };
    for (const agent of population) {
      if (level[agent] === 2) continue;
      i = agent;
      a = level[i]!;
      same = cross = 0;
      wanted[i] = 0;
      pairs.forEachNearOf(i, visit, wanted);
      terms[a as 0 | 1].add(same);
      terms[2].add(cross);
    }
    for (const i of population) {
      const a = level[i]!;
      if (a === 2) continue;
      if (far) {
        unseenSame[i]! += far.unseen(i, a, a);
        unseenCross[i]! += far.unseen(i, a, 1 - a);
      }
      const p = pi(i, a);
      const square = value[i]! * value[i]!;
      terms[a as 0 | 1].add((square * (1 - p)) / (p * p) + (unseenSame[i]! * square) / p);
      // The other level of the same agent is never seen with it.
      terms[2].add(((1 + unseenCross[i]!) * square) / -p);
    }
    const farSums = far?.sums({ condition, value });
    const [first, second, both] = terms.map(
      (term, part) => (term.value + (farSums?.[part as 0 | 1 | 2] ?? 0)) / population.length ** 2,
    );
    // Cross terms were added with sign +, and enter the variance of a difference with sign −.
    return { first: first!, second: second!, covariance: both! / 2, total: first! + second! - both! };
  };
}
