import { compensatedSum, type Sum } from "../src/core/sum.ts";
import type { FarTypes } from "../src/probability/PairProbabilities.ts";
import type { Seen, VarianceSetting } from "./PreparedVariance.ts";

/** The part of a variance that pairs without a common block bring under fixed counts, as if all pairs were such pairs. */
export interface FarForm {
  /** 1/(π_k π_l) − 1/π_kl for nodes (i, a) and (j, b) of two agents that are far apart; 0 where they cannot be seen together. */
  weight(i: number, a: number, j: number, b: number): number;
  possible(i: number, a: number, j: number, b: number): boolean;
  /** How many nodes of level b in the population could not be seen with (i, a) if all other agents were far. */
  unseen(i: number, a: number, b: number): number;
  /** Σ over ordered pairs of nodes seen of weight × V × V, for the first and the second level and across. */
  sums(seen: Seen): readonly [number, number, number];
}

/**
 * Joint laws of far pairs depend on the agents' types alone, so a double sum over agents is one over types.
 * Cost: O(types²) once, O(n + types²) for each data set.
 */
export function farForm({ probabilities, levels, population }: VarianceSetting, far: FarTypes): FarForm {
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
  // weight and possible at index ((s × size + t) × 2 + a) × 2 + b
  const weights = new Float64Array(4 * size * size);
  const possible = new Uint8Array(4 * size * size);
  const at = (s: number, t: number, a: number, b: number): number => ((s * size + t) * 2 + a) * 2 + b;
  const unseen = new Float64Array(4 * size);
  for (let s = 0; s < size; s++) {
    for (let t = 0; t < size; t++) {
      const law = far.law(present[s]!, present[t]!);
      for (let a = 0; a < 2; a++) {
        for (let b = 0; b < 2; b++) {
          const k = at(s, t, a, b);
          possible[k] = law.possible(levels[a]!, levels[b]!) ? 1 : 0;
          if (possible[k])
            weights[k] = 1 / (pi[2 * s + a]! * pi[2 * t + b]!) - 1 / law.joint(levels[a]!, levels[b]!);
          else unseen[(s * 2 + a) * 2 + b]! += agents[t]! - (s === t ? 1 : 0);
        }
      }
    }
  }
  return {
    weight: (i, a, j, b) => weights[at(slotOf(i), slotOf(j), a, b)]!,
    possible: (i, a, j, b) => possible[at(slotOf(i), slotOf(j), a, b)] === 1,
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
