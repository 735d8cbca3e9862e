import { compensatedSum } from "../src/core/sum.ts";
import type { PreparedVariance } from "./PreparedVariance.ts";
import { jointOf, type PairForm, signs, unobservable, unobservablePair } from "./pairForm.ts";

/** What a bound adds to the variance: n² S, of which the entries on unobservable pairs are always −n² A. */
export interface Slack {
  /** n² S_kk of each node. */
  readonly diagonal: Float64Array;
  /** n² S_kl of pairs k ≠ l, each pair once; entries on unobservable pairs are skipped, because there S cancels A. */
  readonly pairs?: Iterable<readonly [k: number, l: number, value: number]>;
}

/**
 * The estimator of θᵀ(A + S)θ, where A is the variance of a Horvitz–Thompson contrast as a form in the potential outcomes θ:
 * V̂ = Σ over the nodes seen of (A + S)_kl θ_k θ_l / π_kl. Its expectation is θᵀ(A + S)θ, because A + S is 0 wherever π_kl is.
 * Harshaw, Middleton and Sävje (2021), "Optimized variance estimation under interference and complex experimental designs".
 *
 * All work on the design is done here; evaluating costs O(agents + pairs of agents seen) and allocates nothing.
 */
export function quadraticForm(form: PairForm, slack: Slack): PreparedVariance {
  const { population, levels, pi, starts, partner, joint } = form;
  const diagonal = Float64Array.from(pi, (p, k) => ((1 - p) / p + slack.diagonal[k]!) / p);
  const weight = new Float64Array(joint.length);
  for (let p = 0; p < population.length; p++) {
    for (let entry = starts[p]!; entry < starts[p + 1]!; entry++) {
      for (let m = 0; m < 4; m++) {
        const together = joint[4 * entry + m]!;
        if (unobservable(form, together)) continue;
        const k = 2 * p + (m >> 1);
        const l = 2 * partner[entry]! + (m & 1);
        weight[4 * entry + m] = signs(k, l) * (1 / (pi[k]! * pi[l]!) - 1 / together);
      }
    }
  }
  const extra = observablePairs(form, slack);

  const size = population.length;
  // Under fixed counts every agent is everybody's partner, and those not seen can be passed over at once.
  const complete = partner.length === (size * (size - 1)) / 2;
  const seen = new Uint32Array(size);
  const level = new Uint8Array(size);
  const shown = new Float64Array(size);
  return ({ condition, value }) => {
    const total = compensatedSum();
    let count = 0;
    for (let p = 0; p < population.length; p++) {
      const i = population[p]!;
      const a = condition[i] === levels[0] ? 0 : condition[i] === levels[1] ? 1 : 2;
      level[p] = a;
      if (a === 2) continue;
      seen[count++] = p;
      shown[p] = value[i]!;
      total.add(diagonal[2 * p + a]! * value[i]! * value[i]!);
    }
    for (let s = 0; s < count; s++) {
      const p = seen[s]!;
      const a = level[p]!;
      let row = 0;
      if (complete) {
        const before = starts[p]! - p - 1;
        for (let t = s + 1; t < count; t++) {
          const q = seen[t]!;
          row += weight[4 * (before + q) + 2 * a + level[q]!]! * shown[q]!;
        }
        total.add(2 * row * shown[p]!);
        continue;
      }
      for (let entry = starts[p]!; entry < starts[p + 1]!; entry++) {
        const q = partner[entry]!;
        const b = level[q]!;
        if (b !== 2) row += weight[4 * entry + 2 * a + b]! * shown[q]!;
      }
      total.add(2 * row * shown[p]!);
    }
    for (let e = 0; e < extra.weight.length; e++) {
      const k = extra.first[e]!;
      const l = extra.second[e]!;
      if (level[k >> 1] === (k & 1) && level[l >> 1] === (l & 1))
        total.add(2 * extra.weight[e]! * shown[k >> 1]! * shown[l >> 1]!);
    }
    return total.value / population.length ** 2;
  };
}

function observablePairs(
  form: PairForm,
  slack: Slack,
): { first: Uint32Array; second: Uint32Array; weight: Float64Array } {
  const first: number[] = [];
  const second: number[] = [];
  const weight: number[] = [];
  for (const [k, l, value] of slack.pairs ?? []) {
    if (value === 0 || unobservablePair(form, k, l)) continue;
    first.push(k);
    second.push(l);
    weight.push(value / jointOf(form, k, l));
  }
  return {
    first: Uint32Array.from(first),
    second: Uint32Array.from(second),
    weight: Float64Array.from(weight),
  };
}
