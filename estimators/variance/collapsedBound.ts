import { compensatedSum } from "../../src/core/numbers/sum.ts";
import { wantVarianceSetting } from "../contrast/wantVarianceSetting.ts";
import { byLevel, cliqueCover, MOST_GROUPED_PAIRS } from "./cliqueCover.ts";
import { identicalNodes } from "./identicalNodes.ts";
import type { PreparedVariance, VarianceSetting } from "./PreparedVariance.ts";
import { forEachUnobservable, type PairForm, pairForm } from "./pairForm.ts";
import { quadraticForm } from "./quadraticForm.ts";

/**
 * The bound of Aronow and Samii after potential outcomes that are seen together or not at all (those of one randomized
 * cluster, say) were added up: X_K = Σ_{k ∈ K} s_k θ_k. For two classes K and L of p and q potential outcomes that cannot occur
 * together, the slack is (√(q/p) X_K + √(p/q) X_L)² instead of Σ (s_k θ_k + s_l θ_l)² over all p q pairs; by convexity it is
 * never larger. Classes of which no two can occur together are bounded in groups on top, (Σ_K X_K)² for a group in which
 * none is larger than all others together: that too is never larger, see `groupedBound`.
 * With clusters as agents this is the bound that randomization of clusters deserves; with independent clusters and own
 * treatment it is the grouped bound.
 *
 * Where no two outcomes always go together it is the grouped bound, and with simulated probabilities too.
 * Cost: as `groupedBound`; for more than `MOST_GROUPED_PAIRS` pairs of classes no groups are made.
 * @throws SpillwayError for more pairs than `pairForm` keeps.
 */
export function collapsedBound(setting: VarianceSetting): PreparedVariance {
  wantVarianceSetting("collapsedBound", setting);
  const form = pairForm(setting);
  const root = identicalNodes(setting);
  const slack = classSlack(form, root);
  const unbounded = quadraticForm(form, { diagonal: new Float64Array(root.length) });

  const { population, levels, pi } = form;
  const totals = new Float64Array(root.length);
  return (seen) => {
    totals.fill(0);
    for (let p = 0; p < population.length; p++) {
      const i = population[p]!;
      if (seen.condition[i] === levels[0]) totals[root[2 * p]!]! += seen.value[i]!;
      else if (seen.condition[i] === levels[1]) totals[root[2 * p + 1]!]! -= seen.value[i]!;
    }
    const added = compensatedSum();
    for (let k = 0; k < root.length; k++) added.add((slack[k]! * totals[k]! ** 2) / pi[k]!);
    return unbounded(seen) + added.value / population.length ** 2;
  };
}

/** n² S_KK of each class, at its root. */
function classSlack(form: PairForm, root: Uint32Array): Float64Array {
  const size = new Float64Array(root.length);
  for (const k of root) size[k]!++;
  const open = Array.from(root, () => new Set<number>());
  let count = 0;
  forEachUnobservable(form, (k, l) => {
    const [one, other] = [root[k]!, root[l]!];
    if (open[one]!.has(other)) return;
    count++;
    open[one]!.add(other);
    open[other]!.add(one);
  });
  const slack = new Float64Array(root.length);
  const pair = (k: number, l: number): void => {
    slack[k]! += size[l]! / size[k]!;
    slack[l]! += size[k]! / size[l]!;
  };
  if (count > MOST_GROUPED_PAIRS) {
    open.forEach((others, k) => {
      for (const l of others) if (k < l) pair(k, l);
    });
    return slack;
  }
  for (const clique of cliqueCover(open, byLevel(root.length))) {
    const rest = clique.sort((k, l) => size[k]! - size[l]!);
    let total = rest.reduce((sum, k) => sum + size[k]!, 0);
    // Together the pairs of a group add Σ_{L ≠ K} q/p to S_KK, the group as a whole adds 1: less, unless K is above half.
    while (rest.length > 0 && 2 * size[rest.at(-1)!]! > total) {
      const largest = rest.pop()!;
      for (const l of rest) pair(largest, l);
      total -= size[largest]!;
    }
    for (const k of rest) slack[k]! += 1;
  }
  return slack;
}
