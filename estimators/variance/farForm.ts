import { compensatedSum, type Sum } from "../../src/core/numbers/sum.ts";
import type { FarTypes } from "../../src/probability/PairProbabilities.ts";
import { farLayout } from "./farLayout.ts";
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
 * Cost: O(types²) once, O(n + types²) for each data set; types² is a sum over parts that are independent of each other.
 */
export function farForm(setting: VarianceSetting, far: FarTypes, below: number): FarForm {
  const last = kept.get(far);
  if (last && last.below === below && sameSetting(last.setting, setting)) return last.form;
  const form = made(setting, far, below);
  kept.set(far, { setting, below, form });
  return form;
}

/** The last form of each law: several estimators of one contrast ask for the same. */
const kept = new WeakMap<FarTypes, { setting: VarianceSetting; below: number; form: FarForm }>();

function sameSetting(a: VarianceSetting, b: VarianceSetting): boolean {
  return (
    a.probabilities.marginals === b.probabilities.marginals &&
    a.levels.every((level, m) => level === b.levels[m]) &&
    a.population.length === b.population.length &&
    a.population.every((i, k) => i === b.population[k])
  );
}

function made({ probabilities, levels, population }: VarianceSetting, far: FarTypes, below: number): FarForm {
  const { marginals, conditions } = probabilities;
  // A rare pair counts as never seen together, whatever its agents depend on.
  const layout = farLayout(far, population, below > 0);
  const { size, types } = layout;
  const slotOf = (i: number): number => layout.slotOf(far.type[i]!);
  const agents = new Float64Array(size);
  const pi = new Float64Array(2 * size);
  for (const i of population) {
    agents[slotOf(i)]!++;
    for (let a = 0; a < 2; a++) pi[2 * slotOf(i) + a] = marginals[i * conditions.length + levels[a]!]!;
  }
  // weight and slack at index (place × 2 + a) × 2 + b
  const weights = new Float64Array(4 * layout.pairs);
  const slack = new Float64Array(4 * layout.pairs);
  const unseen = new Float64Array(4 * size);
  layout.forEach((s, t, place) => {
    const law = far.law(types[s]!, types[t]!);
    for (let a = 0; a < 2; a++) {
      for (let b = 0; b < 2; b++) {
        const k = 4 * place + 2 * a + b;
        const independent = pi[2 * s + a]! * pi[2 * t + b]!;
        const possible = law.possible(levels[a]!, levels[b]!);
        const joint = possible ? law.joint(levels[a]!, levels[b]!) : 0;
        if (possible && joint >= below) weights[k] = 1 / independent - 1 / joint;
        else slack[k] = Math.abs(joint / independent - 1);
        unseen[(s * 2 + a) * 2 + b]! += slack[k]! * (agents[t]! - (s === t ? 1 : 0));
      }
    }
  });
  const of = (kept: Float64Array, i: number, a: number, j: number, b: number): number => {
    const place = layout.at(slotOf(i), slotOf(j));
    return place < 0 ? 0 : kept[4 * place + 2 * a + b]!;
  };
  return {
    weight: (i, a, j, b) => of(weights, i, a, j, b),
    slack: (i, a, j, b) => of(slack, i, a, j, b),
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
        sums[a].add(-of(weights, i, a, i, a) * value[i]! * value[i]!);
      }
      layout.forEach((s, t, place) => {
        for (let a = 0; a < 2; a++)
          for (let b = 0; b < 2; b++)
            sums[a === b ? (a as 0 | 1) : 2].add(
              weights[4 * place + 2 * a + b]! * total[2 * s + a]! * total[2 * t + b]!,
            );
      });
      return [sums[0].value, sums[1].value, sums[2].value];
    },
  };
}
