import { compensatedSum } from "../../src/core/numbers/sum.ts";
import type { FarTypes, PairLaw } from "../../src/probability/PairProbabilities.ts";
import { wantVarianceSetting } from "../contrast/wantVarianceSetting.ts";
import { farLayout } from "./farLayout.ts";
import type { VarianceSetting } from "./PreparedVariance.ts";
import { MOST_FORM_PAIRS } from "./pairForm.ts";

/** The variance of a Horvitz–Thompson contrast when every potential outcome is known. */
export type ScheduleVariance = (first: Float64Array, second: Float64Array) => number;

/**
 * The variance itself, not an estimate of it: θᵀAθ for potential outcomes θ given for every agent of the population in
 * both conditions (arrays by agent; others are not read). n² A_kl = s_k s_l (π_kl/(π_k π_l) − 1), also for pairs that cannot be
 * seen together. Aronow and Samii (2017), equations 4 and 5. For predictions, and for outcomes imputed under an assumption.
 *
 * Cost: O(near pairs), twice if they are many (up to {@link MOST_FORM_PAIRS} their coefficients are kept for the next
 * evaluation); under fixed counts also O(types of agents squared), never O(n²).
 */
export function exactVariance(setting: VarianceSetting): ScheduleVariance {
  wantVarianceSetting("exactVariance", setting);
  const { probabilities, levels, population } = setting;
  const { pairs, marginals, conditions, network } = probabilities;
  const member = new Uint8Array(network.n);
  for (const i of population) member[i] = 1;
  const pi = (i: number, a: number): number => marginals[i * conditions.length + levels[a]!]!;
  const far = pairs.far === "independent" ? undefined : typeForm(setting, pairs.far);
  /** n² A of (i, a) and (j, b), less what the form of far pairs already counts for them. */
  const coefficient = (i: number, j: number, law: PairLaw, m: number): number => {
    const a = m >> 1;
    const b = m & 1;
    const known = law.possible(levels[a]!, levels[b]!) ? law.joint(levels[a]!, levels[b]!) : 0;
    const own = (a === b ? 1 : -1) * (known / (pi(i, a) * pi(j, b)) - 1);
    return own - (far?.coefficient(i, j, m) ?? 0);
  };
  const forEach = (visit: (i: number, j: number, law: PairLaw) => void): void =>
    pairs.forEachNear((i, j, law) => {
      if (member[i] === 1 && member[j] === 1) visit(i, j, law);
    });

  let kept: { first: number[]; second: number[]; weight: Float64Array } | undefined;
  const keep = (): NonNullable<typeof kept> => {
    const first: number[] = [];
    const second: number[] = [];
    const weight = new Float64Array(4 * pairs.nearBound);
    forEach((i, j, law) => {
      for (let m = 0; m < 4; m++) weight[4 * first.length + m] = coefficient(i, j, law, m);
      first.push(i);
      second.push(j);
    });
    return { first, second, weight };
  };

  return (first, second) => {
    const theta = [first, second] as const;
    const total = compensatedSum();
    for (const i of population) {
      total.add((1 / pi(i, 0) - 1) * first[i]! * first[i]! + (1 / pi(i, 1) - 1) * second[i]! * second[i]!);
      // The two outcomes of one agent are never seen together: A = +1.
      total.add(2 * first[i]! * second[i]!);
    }
    if (far) total.add(far.total(theta));
    if (pairs.nearBound <= MOST_FORM_PAIRS) {
      kept ??= keep();
      const { first: one, second: other, weight } = kept;
      for (let e = 0; e < one.length; e++) {
        let pair = 0;
        for (let m = 0; m < 4; m++)
          pair += weight[4 * e + m]! * theta[m >> 1]![one[e]!]! * theta[m & 1]![other[e]!]!;
        total.add(2 * pair);
      }
    } else {
      forEach((i, j, law) => {
        let pair = 0;
        for (let m = 0; m < 4; m++)
          pair += coefficient(i, j, law, m) * theta[m >> 1]![i]! * theta[m & 1]![j]!;
        total.add(2 * pair);
      });
    }
    return total.value / population.length ** 2;
  };
}

interface TypeForm {
  /** n² A of (i, m >> 1) and (j, m & 1) if these agents were far. */
  coefficient(i: number, j: number, m: number): number;
  /** Σ over ordered pairs of different agents as if all were far. */
  total(theta: readonly [Float64Array, Float64Array]): number;
}

/** The double sum over far pairs as a form in types of agents, less the terms of an agent with itself. */
function typeForm({ probabilities, levels, population }: VarianceSetting, far: FarTypes): TypeForm {
  const { marginals, conditions } = probabilities;
  const layout = farLayout(far, population);
  const { size, types } = layout;
  const pi = new Float64Array(2 * size);
  const slots = new Uint32Array(far.type.length);
  for (const i of population) {
    slots[i] = layout.slotOf(far.type[i]!);
    for (let a = 0; a < 2; a++) pi[2 * slots[i]! + a] = marginals[i * conditions.length + levels[a]!]!;
  }
  const form = new Float64Array(4 * layout.pairs);
  layout.forEach((s, t, place) => {
    const law = far.law(types[s]!, types[t]!);
    for (let m = 0; m < 4; m++) {
      const a = m >> 1;
      const b = m & 1;
      const joint = law.possible(levels[a]!, levels[b]!) ? law.joint(levels[a]!, levels[b]!) : 0;
      form[4 * place + m] = (a === b ? 1 : -1) * (joint / (pi[2 * s + a]! * pi[2 * t + b]!) - 1);
    }
  });
  const coefficient = (i: number, j: number, m: number): number => {
    const place = layout.at(slots[i]!, slots[j]!);
    return place < 0 ? 0 : form[4 * place + m]!;
  };
  return {
    coefficient,
    total(theta) {
      const total = compensatedSum();
      const sums = new Float64Array(2 * size);
      for (const i of population) {
        for (let a = 0; a < 2; a++) sums[2 * slots[i]! + a]! += theta[a]![i]!;
        for (let m = 0; m < 4; m++) total.add(-coefficient(i, i, m) * theta[m >> 1]![i]! * theta[m & 1]![i]!);
      }
      layout.forEach((s, t, place) => {
        for (let m = 0; m < 4; m++)
          total.add(form[4 * place + m]! * sums[2 * s + (m >> 1)]! * sums[2 * t + (m & 1)]!);
      });
      return total.value;
    },
  };
}
