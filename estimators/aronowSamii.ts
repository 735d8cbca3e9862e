import { compensatedSum, type Sum } from "../src/core/sum.ts";
import type { FarTypes } from "../src/probability/PairProbabilities.ts";
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
 * Cost: O(dependent pairs); under fixed counts the pairs without a common block enter as sums over types of agents.
 */
export function aronowSamii(setting: VarianceSetting): (seen: Seen) => AronowSamiiVariance {
  return (seen) => parts({ ...setting, ...seen });
}

type VarianceInput = VarianceSetting & Seen;

function parts(input: VarianceInput): AronowSamiiVariance {
  const { probabilities, levels, population, condition, value } = input;
  const { pairs, marginals, conditions } = probabilities;
  const n = probabilities.network.n;
  const far = pairs.far === "independent" ? undefined : farSums(input, pairs.far);
  const member = new Uint8Array(n);
  for (const i of population) member[i] = 1;
  /** Level of what was seen of an agent: 0, 1, or 2 for neither. */
  const level = Uint8Array.from({ length: n }, (_, i) =>
    condition[i] === levels[0] ? 0 : condition[i] === levels[1] ? 1 : 2,
  );
  const pi = (i: number, a: number): number => marginals[i * conditions.length + levels[a]!]!;
  // For node (i, a): how many nodes of the same and of the other level cannot be seen together with it.
  const unseenSame = new Float64Array(2 * n);
  const unseenCross = new Float64Array(2 * n).fill(1);
  const terms: readonly Sum[] = [compensatedSum(), compensatedSum(), compensatedSum()];

  const countUnseen = (i: number, a: number, j: number, b: number, by: number): void => {
    const count = a === b ? unseenSame : unseenCross;
    count[2 * i + a]! += by;
    count[2 * j + b]! += by;
  };
  pairs.forEachNear((i, j, law) => {
    if (member[i] === 0 || member[j] === 0) return;
    for (let a = 0; a < 2; a++) {
      for (let b = 0; b < 2; b++) {
        if (!law.possible(levels[a]!, levels[b]!)) countUnseen(i, a, j, b, 1);
        if (far && !far.possible(i, a, j, b)) countUnseen(i, a, j, b, -1);
      }
    }
    const a = level[i]!;
    const b = level[j]!;
    if (a === 2 || b === 2) return;
    let weight = 0;
    if (law.possible(levels[a]!, levels[b]!))
      weight += 1 / (pi(i, a) * pi(j, b)) - 1 / law.joint(levels[a]!, levels[b]!);
    if (far) weight -= far.weight(i, a, j, b);
    terms[a === b ? a : 2]!.add(2 * weight * value[i]! * value[j]!);
  });
  for (const i of population) {
    const a = level[i]!;
    if (far) {
      for (let b = 0; b < 2; b++) {
        unseenSame[2 * i + b]! += far.unseen(i, b, b);
        unseenCross[2 * i + b]! += far.unseen(i, b, 1 - b);
      }
    }
    if (a === 2) continue;
    const square = value[i]! * value[i]!;
    const p = pi(i, a);
    terms[a]!.add((square * (1 - p)) / (p * p) + (unseenSame[2 * i + a]! * square) / p);
    terms[2]!.add((unseenCross[2 * i + a]! * square) / -p);
  }
  const [first, second, cross] = terms.map(
    (term, part) => (term.value + (far?.sums[part] ?? 0)) / population.length ** 2,
  );
  // Cross terms were added with sign +, and enter the variance of a difference with sign −.
  return { first: first!, second: second!, covariance: cross! / 2, total: first! + second! - cross! };
}

interface FarSums {
  /** Σ over ordered pairs of seen nodes of weight × V × V as if all pairs were far, for first, second and cross. */
  readonly sums: readonly [number, number, number];
  weight(i: number, a: number, j: number, b: number): number;
  possible(i: number, a: number, j: number, b: number): boolean;
  /** How many nodes of level b in the population could not be seen with (i, a) if all other agents were far. */
  unseen(i: number, a: number, b: number): number;
}

/** The double sum over far pairs as a form in types of agents (methods of fixed counts: joint laws depend on types alone). */
function farSums(
  { probabilities, levels, population, condition, value }: VarianceInput,
  far: FarTypes,
): FarSums {
  const { marginals, conditions } = probabilities;
  const { type } = far;
  const present = [...new Set(population.map((i) => type[i]!))];
  const slot = new Map(present.map((t, s) => [t, s]));
  const size = present.length;
  const agents = new Float64Array(size);
  const total = new Float64Array(2 * size);
  const pi = new Float64Array(2 * size);
  const squares: [Sum, Sum] = [compensatedSum(), compensatedSum()];
  for (const i of population) {
    const s = slot.get(type[i]!)!;
    agents[s]!++;
    for (let a = 0; a < 2; a++) {
      pi[2 * s + a] = marginals[i * conditions.length + levels[a]!]!;
      if (condition[i] === levels[a]) total[2 * s + a]! += value[i]!;
    }
  }
  // weight and possible at index ((s × size + t) × 2 + a) × 2 + b
  const weights = new Float64Array(4 * size * size);
  const possible = new Uint8Array(4 * size * size);
  const at = (s: number, t: number, a: number, b: number): number => ((s * size + t) * 2 + a) * 2 + b;
  const unseen = new Float64Array(4 * size);
  const sums: [Sum, Sum, Sum] = [compensatedSum(), compensatedSum(), compensatedSum()];
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
          sums[a === b ? a : 2]!.add(weights[k]! * total[2 * s + a]! * total[2 * t + b]!);
        }
      }
    }
  }
  for (const i of population) {
    const a = condition[i] === levels[0] ? 0 : condition[i] === levels[1] ? 1 : 2;
    if (a === 2) continue;
    const s = slot.get(type[i]!)!;
    squares[a]!.add(weights[at(s, s, a, a)]! * value[i]! * value[i]!);
  }
  const slotOf = (i: number): number => slot.get(type[i]!)!;
  return {
    sums: [sums[0].value - squares[0].value, sums[1].value - squares[1].value, sums[2].value],
    weight: (i, a, j, b) => weights[at(slotOf(i), slotOf(j), a, b)]!,
    possible: (i, a, j, b) => possible[at(slotOf(i), slotOf(j), a, b)] === 1,
    unseen: (i, a, b) => unseen[(slotOf(i) * 2 + a) * 2 + b]!,
  };
}
