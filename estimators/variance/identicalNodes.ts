import type { PairLaw } from "../../src/probability/PairProbabilities.ts";
import type { VarianceSetting } from "./PreparedVariance.ts";

/**
 * The classes of potential outcomes that are seen together or not at all: (i, a) and (j, b) such that i is in condition a
 * exactly when j is in condition b, by construction of the design. For each node 2p + a, the smallest node of its class.
 * Clusters make such classes, and so do agents with the same neighbours, or the two agents of a pair of which one is treated.
 *
 * With simulated probabilities every node is a class of its own: that two events always coincided proves nothing.
 * Cost: O(near pairs × conditions), under fixed counts also O(types of agents squared).
 */
export function identicalNodes({ probabilities, levels, population }: VarianceSetting): Uint32Array {
  const { pairs, conditions, network, method } = probabilities;
  const root = Uint32Array.from({ length: 2 * population.length }, (_, k) => k);
  if (method === "monte-carlo") return root;
  const position = new Int32Array(network.n).fill(-1);
  population.forEach((i, p) => {
    position[i] = p;
  });
  const find = (k: number): number => {
    let top = k;
    while (root[top] !== top) top = root[top]!;
    for (let at = k; at !== top; ) {
      const next = root[at]!;
      root[at] = top;
      at = next;
    }
    return top;
  };
  /** Whether the first agent is at level a exactly when the second is at level b. */
  const coincide = (law: PairLaw, a: number, b: number): boolean => {
    const c = levels[a]!;
    const d = levels[b]!;
    if (!law.possible(c, d)) return false;
    for (let x = 0; x < conditions.length; x++)
      if ((x !== d && law.possible(c, x)) || (x !== c && law.possible(x, d))) return false;
    return true;
  };
  const compare = (i: number, j: number, law: PairLaw): void => {
    if (position[i]! < 0 || position[j]! < 0) return;
    for (let a = 0; a < 2; a++) {
      for (let b = 0; b < 2; b++) {
        const k = find(2 * position[i]! + a);
        const l = find(2 * position[j]! + b);
        if (k !== l && coincide(law, a, b)) root[Math.max(k, l)] = Math.min(k, l);
      }
    }
  };
  pairs.forEachNear(compare);
  const { far } = pairs;
  if (far !== "independent") {
    const members = new Map<number, number[]>();
    for (const i of population) {
      const same = members.get(far.type[i]!);
      if (same) same.push(i);
      else members.set(far.type[i]!, [i]);
    }
    for (const [t, some] of members) {
      for (const [u, others] of members) {
        const law = far.law(t, u);
        // True of far pairs with tiny counts only, such as one treated of two; then the pairs are looked at one by one.
        if (![0, 1].some((a) => coincide(law, a, 0) || coincide(law, a, 1))) continue;
        for (const i of some) for (const j of others) if (i < j) compare(i, j, pairs.law(i, j));
      }
    }
  }
  return root.map((_, k) => find(k));
}
