import { compensatedSum } from "../../src/core/numbers/sum.ts";
import type { PreparedVariance } from "./PreparedVariance.ts";
import { jointOf, type PairForm, unobservablePair } from "./pairForm.ts";
import { pairSum } from "./pairSum.ts";

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
 * All work on the design is done here; evaluating costs O(agents), and of pairs what {@link pairSum} says.
 */
export function quadraticForm(form: PairForm, slack: Slack): PreparedVariance {
  const { population, levels, pi } = form;
  const diagonal = Float64Array.from(pi, (p, k) => ((1 - p) / p + slack.diagonal[k]!) / p);
  const pairs = pairSum(form);
  const extra = observablePairs(form, slack);

  const size = population.length;
  const seen = new Uint32Array(size);
  const level = new Uint8Array(size);
  const shown = new Float64Array(size);
  return ({ condition, value }) => {
    const total = compensatedSum();
    let count = 0;
    for (let p = 0; p < size; p++) {
      const i = population[p]!;
      const a = condition[i] === levels[0] ? 0 : condition[i] === levels[1] ? 1 : 2;
      level[p] = a;
      if (a === 2) continue;
      seen[count++] = p;
      shown[p] = value[i]!;
      total.add(diagonal[2 * p + a]! * value[i]! * value[i]!);
    }
    total.add(pairs({ seen, count, level, shown }));
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
