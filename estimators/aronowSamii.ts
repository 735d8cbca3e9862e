import { compensatedSum, type Sum } from "../src/core/sum.ts";
import { farForm } from "./farForm.ts";
import type { Seen, VarianceSetting } from "./VarianceFormula.ts";

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
  const member = new Uint8Array(n);
  for (const i of population) member[i] = 1;
  return ({ condition, value }) => {
    const [firstLevel, secondLevel] = levels;
    /** Level of what was seen of an agent: 0, 1, or 2 for neither and for agents outside the population. */
    const level = new Uint8Array(n).fill(2);
    /** V/π of what was seen. */
    const share = new Float64Array(n);
    for (const i of population) {
      if (condition[i] === firstLevel) level[i] = 0;
      else if (condition[i] === secondLevel) level[i] = 1;
      else continue;
      share[i] = value[i]! / marginals[i * conditions.length + condition[i]!]!;
    }
    const terms: readonly [Sum, Sum, Sum] = [compensatedSum(), compensatedSum(), compensatedSum()];
    let agent = 0;
    let a = 0;
    let la = 0;
    let unseenSame = 0;
    let unseenCross = 0;
    let same = 0;
    let cross = 0;
    const visit: Parameters<typeof pairs.forEachNearOf>[1] = (j, law) => {
      if (member[j] === 0) return;
      const lb = a === 0 ? secondLevel : firstLevel;
      if (!law.possible(la, la)) unseenSame++;
      if (!law.possible(la, lb)) unseenCross++;
      if (far) {
        if (!far.possible(agent, a, j, a)) unseenSame--;
        if (!far.possible(agent, a, j, 1 - a)) unseenCross--;
      }
      const b = level[j]!;
      // Each pair of agents seen enters once, with the factor 2 of its two orders.
      if (b === 2 || j < agent) return;
      const seenAs = b === 0 ? firstLevel : secondLevel;
      let weight = 0;
      if (law.possible(la, seenAs)) {
        weight = share[agent]! * share[j]! - (value[agent]! * value[j]!) / law.joint(la, seenAs);
      }
      if (far) weight -= far.weight(agent, a, j, b) * value[agent]! * value[j]!;
      if (a === b) same += 2 * weight;
      else cross += 2 * weight;
    };
    for (const i of population) {
      if (level[i] === 2) continue;
      agent = i;
      a = level[i]!;
      la = a === 0 ? firstLevel : secondLevel;
      unseenSame = far ? far.unseen(i, a, a) : 0;
      unseenCross = 1 + (far ? far.unseen(i, a, 1 - a) : 0);
      same = cross = 0;
      pairs.forEachNearOf(i, visit);
      const p = marginals[i * conditions.length + la]!;
      const square = value[i]! * value[i]!;
      terms[a as 0 | 1].add(same + (square * (1 - p)) / (p * p) + (unseenSame * square) / p);
      terms[2].add(cross - (unseenCross * square) / p);
    }
    const farSums = far?.sums({ condition, value });
    const [first, second, both] = terms.map(
      (term, part) => (term.value + (farSums?.[part as 0 | 1 | 2] ?? 0)) / population.length ** 2,
    );
    // Cross terms were added with sign +, and enter the variance of a difference with sign −.
    return { first: first!, second: second!, covariance: both! / 2, total: first! + second! - both! };
  };
}
