import { compensatedSum, type Sum } from "../../src/core/numbers/sum.ts";
import type { FarTypes } from "../../src/probability/PairProbabilities.ts";
import type { Seen, VarianceSetting } from "./PreparedVariance.ts";

/** The part of a variance that pairs without a common block bring under fixed counts, as if all pairs were such pairs. */
export interface FarForm {
  /** 1/(π_k π_l) − 1/π_kl for nodes (i, a) and (j, b) of two agents that are far apart; 0 where they cannot be seen together. */
  weight(i: number, a: number, j: number, b: number): number;
  /** |A| of two nodes that count as never seen together: 1 where that is impossible; 0 of all others. */
  slack(i: number, a: number, j: number, b: number): number;
  /** Σ of that over the nodes of level b in the population, if all other agents were far from (i, a). */
  unseen(i: number, a: number, b: number): number;
  /** Σ over ordered pairs of nodes seen of weight × V × V, for the first and the second level and across. */
  sums(seen: Seen): readonly [number, number, number];
}

/**
 * Joint laws of far pairs depend on the agents' types alone, so a double sum over agents is one over types.
 * @param below joint probabilities below this count as never seen together.
 * Cost: O(types²) once, O(n + types²) for each data set.
 */
export function farForm(
  { probabilities, levels, population }: VarianceSetting,
  far: FarTypes,
  below: number,
): FarForm {
  const { marginals, conditions } = probabilities;
  const { type } = far;
  const present = [...new Set(population.map((i) => type[i]!))];
  const slots = new Int32Array(far.count).fill(-1);
  present.forEach((t, s) => {
    slots[t] = s;
  });
  const slotOf = (i: number): number => slots[type[i]!]!;
  const size = present.length;
  const agents = new Float64Array(size);
  const pi = new Float64Array(2 * size);
  for (const i of population) {
    agents[slotOf(i)]!++;
    for (let a = 0; a < 2; a++) pi[2 * slotOf(i) + a] = marginals[i * conditions.length + levels[a]!]!;
  }
  // weight and slack at index ((s × size + t) × 2 + a) × 2 + b
  const weights = new Float64Array(4 * size * size);
  const slack = new Float64Array(4 * size * size);
  const at = (s: number, t: number, a: number, b: number): number => ((s * size + t) * 2 + a) * 2 + b;
  const unseen = new Float64Array(4 * size);
  for (let s = 0; s < size; s++) {
    for (let t = 0; t < size; t++) {
      const law = far.law(present[s]!, present[t]!);
      for (let a = 0; a < 2; a++) {
        for (let b = 0; b < 2; b++) {
          const k = at(s, t, a, b);
          const independent = pi[2 * s + a]! * pi[2 * t + b]!;
          const possible = law.possible(levels[a]!, levels[b]!);
          const joint = possible ? law.joint(levels[a]!, levels[b]!) : 0;
          if (possible && joint >= below) weights[k] = 1 / independent - 1 / joint;
          else slack[k] = Math.abs(joint / independent - 1);
          unseen[(s * 2 + a) * 2 + b]! += slack[k]! * (agents[t]! - (s === t ? 1 : 0));
        }
      }
    }
  }
  return {
    weight: (i, a, j, b) => weights[at(slotOf(i), slotOf(j), a, b)]!,
    slack: (i, a, j, b) => slack[at(slotOf(i), slotOf(j), a, b)]!,
    unseen: (i, a, b) => unseen[(slotOf(i) * 2 + a) * 2 + b]!,
    sums({ condition, value }) {
      const total = new Float64Array(2 * size);
      const sums: readonly [Sum, Sum, Sum] = [compensatedSum(), compensatedSum(), compensatedSum()];
      for (const i of population) {
        const a = condition[i] === levels[0] ? 0 : condition[i] === levels[1] ? 1 : 2;
        if (a === 2) continue;
        const s = slotOf(i);
        total[2 * s + a]! += value[i]!;
        // An agent is not a pair with itself.
        sums[a].add(-weights[at(s, s, a, a)]! * value[i]! * value[i]!);
      }
      for (let s = 0; s < size; s++) {
        for (let t = 0; t < size; t++) {
          for (let a = 0; a < 2; a++) {
            for (let b = 0; b < 2; b++) {
              sums[a === b ? (a as 0 | 1) : 2].add(
                weights[at(s, t, a, b)]! * total[2 * s + a]! * total[2 * t + b]!,
              );
            }
          }
        }
      }
      return [sums[0].value, sums[1].value, sums[2].value];
    },
  };
}
