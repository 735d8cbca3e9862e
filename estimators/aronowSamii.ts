import { compensatedSum, type Sum } from "../src/core/sum.ts";
import { farForm } from "./farForm.ts";
import type { Seen, VarianceSetting } from "./PreparedVariance.ts";

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
 * Pairs are looked at while the sum is made, and only those around agents that were seen in one of the two conditions, so
 * memory stays O(n). Cost: O(dependent pairs of agents seen); under fixed counts the pairs without a common block enter as
 * sums over types of agents.
 */
export function aronowSamii(setting: VarianceSetting): (seen: Seen) => AronowSamiiVariance {
  const { probabilities, levels, population } = setting;
  const { pairs, marginals, conditions } = probabilities;
  const n = probabilities.network.n;
  const far = pairs.far === "independent" ? undefined : farForm(setting, pairs.far);
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
    /** For what was seen of an agent: how many nodes of the same and of the other level cannot be seen with it. */
    const unseenSame = new Float64Array(n);
    const unseenCross = new Float64Array(n);
    const wanted = new Uint8Array(n);
    for (const i of population) wanted[i] = 1;
    let i = 0;
    let a = 0;
    let la = 0;
    let lb = 0;
    let same = 0;
    let cross = 0;
    const visit: Parameters<typeof pairs.forEachNearOf>[1] = (j, law) => {
      const b = level[j]!;
      const together = law.possible(la, la);
      const apart = law.possible(la, lb);
      if (!together) unseenSame[i]!++;
      if (!apart) unseenCross[i]!++;
      if (far) {
        if (!far.possible(i, a, j, a)) unseenSame[i]!--;
        if (!far.possible(i, a, j, 1 - a)) unseenCross[i]!--;
      }
      if (b === 2) return;
      // Seen both, and not visited again from the other side: the pair enters with the factor 2 of its two orders.
      if (a === b) {
        if (!together) unseenSame[j]!++;
        if (!law.possible(lb, la)) unseenCross[j]!++;
      } else {
        if (!law.possible(lb, lb)) unseenSame[j]!++;
        if (!apart) unseenCross[j]!++;
      }
      if (far) {
        if (!far.possible(i, b, j, b)) unseenSame[j]!--;
        if (!far.possible(i, 1 - b, j, b)) unseenCross[j]!--;
      }
      const possible = a === b ? together : apart;
      let weight = 0;
      if (possible) {
        weight = share[i]! * share[j]! - (value[i]! * value[j]!) / law.joint(la, a === b ? la : lb);
      }
      if (far) weight -= far.weight(i, a, j, b) * value[i]! * value[j]!;
      if (a === b) same += 2 * weight;
      else cross += 2 * weight;
    };
    for (const agent of population) {
      if (level[agent] === 2) continue;
      i = agent;
      a = level[i]!;
      la = levels[a as 0 | 1];
      lb = levels[(1 - a) as 0 | 1];
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
      const p = marginals[i * conditions.length + levels[a as 0 | 1]]!;
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
