import { compensatedSum } from "../../src/core/numbers/sum.ts";
import type { PairLaw } from "../../src/probability/PairProbabilities.ts";
import { type FarForm, farForm } from "./farForm.ts";
import type { PreparedVariance, VarianceSetting } from "./PreparedVariance.ts";
import { rareBelow } from "./pairForm.ts";
import type { YoungSettings } from "./youngBound.ts";

/** Pairs of agents that are kept at most: 36 bytes each. */
const MOST_PAIRS = 4e6;

/** Weights of the pairs of a population whose joint law has to be looked up. */
interface KeptPairs {
  /** Partners q > p of position p are `partner[starts[p]] … partner[starts[p + 1] − 1]`. */
  readonly starts: Uint32Array;
  readonly partner: Uint16Array | Uint32Array;
  /** Weight of node (p, a) with node (q, b) at index 2 × (a × pairs + entry) + b. */
  readonly weight: Float64Array;
  /** Weight of V² of node (p, a) at index 2p + a. */
  readonly diagonal: Float64Array;
}

/**
 * The variance of `aronowSamii` with the pairs kept, for simulations that evaluate it a thousand times: equal to it but for rounding.
 * Other than `youngBound` it keeps no pairs without a common block under fixed counts, which enter as sums over types of agents.
 *
 * Cost: two visits of the near pairs and 36 bytes for each of the population's; to evaluate, O(near pairs of agents seen) and O(types²).
 * @returns undefined when there are more than four million near pairs.
 */
export function keptAronowSamii(
  setting: VarianceSetting,
  { soft }: YoungSettings = {},
): PreparedVariance | undefined {
  const { probabilities, levels, population } = setting;
  const below = rareBelow(probabilities, soft);
  const { far: types } = probabilities.pairs;
  const far = types === "independent" ? undefined : farForm(setting, types, below);
  const kept = keptPairs(setting, far, below);
  if (kept === undefined) return undefined;
  const { starts, partner, weight, diagonal } = kept;
  const size = population.length;
  const level = new Uint8Array(size);
  const shown = new Float64Array(size);
  return (seen) => {
    const { condition, value } = seen;
    const total = compensatedSum();
    for (let p = 0; p < size; p++) {
      const i = population[p]!;
      const a = condition[i] === levels[0] ? 0 : condition[i] === levels[1] ? 1 : 2;
      // An agent that was not seen counts as 0 at the first level: cheaper than to ask of every partner.
      level[p] = a === 1 ? 1 : 0;
      shown[p] = a === 2 ? 0 : value[i]!;
      if (a !== 2) total.add(diagonal[2 * p + a]! * value[i]! * value[i]!);
    }
    for (let p = 0; p < size; p++) {
      if (shown[p] === 0) continue;
      const plane = level[p]! * partner.length;
      const end = starts[p + 1]!;
      let entry = starts[p]!;
      // Two sums, so that one need not wait for the other.
      let even = 0;
      let odd = 0;
      for (; entry + 2 <= end; entry += 2) {
        const q = partner[entry]!;
        const r = partner[entry + 1]!;
        const at = 2 * (plane + entry);
        even += weight[at + level[q]!]! * shown[q]!;
        odd += weight[at + 2 + level[r]!]! * shown[r]!;
      }
      if (entry < end)
        even += weight[2 * (plane + entry) + level[partner[entry]!]!]! * shown[partner[entry]!]!;
      total.add(2 * (even + odd) * shown[p]!);
    }
    if (far) {
      const [first, second, across] = far.sums(seen);
      total.add(first);
      total.add(second);
      total.add(-across);
    }
    return total.value / size ** 2;
  };
}

function keptPairs(
  { probabilities, levels, population }: VarianceSetting,
  far: FarForm | undefined,
  below: number,
): KeptPairs | undefined {
  const { pairs, marginals, conditions, network } = probabilities;
  const size = population.length;
  const position = new Int32Array(network.n).fill(-1);
  population.forEach((i, p) => {
    position[i] = p;
  });
  const starts = new Uint32Array(size + 1);
  let count = 0;
  pairs.forEachNear((i, j) => {
    if (position[i]! < 0 || position[j]! < 0) return;
    starts[position[i]! + 1]!++;
    count++;
  });
  if (count > MOST_PAIRS) return undefined;
  for (let p = 0; p < size; p++) starts[p + 1]! += starts[p]!;
  const next = starts.slice();
  const partner = size <= 2 ** 16 ? new Uint16Array(count) : new Uint32Array(count);
  const weight = new Float64Array(4 * count);
  const pi = (i: number, a: number): number => marginals[i * conditions.length + levels[a as 0 | 1]]!;
  const diagonal = new Float64Array(2 * size);
  population.forEach((i, p) => {
    for (const a of [0, 1]) {
      // The other level of the same agent is never seen with it.
      const unseen = 1 + (far ? far.unseen(i, a, a) + far.unseen(i, a, 1 - a) : 0);
      diagonal[2 * p + a] = ((1 - pi(i, a)) / pi(i, a) + unseen) / pi(i, a);
    }
  });
  /** Puts down one pair of nodes: its weight if it can be seen together, and else its slack on both diagonals. */
  const put = (entry: number, i: number, j: number, m: number, law: PairLaw): void => {
    const a = m >> 1;
    const b = m & 1;
    const c = levels[a as 0 | 1];
    const d = levels[b as 0 | 1];
    const product = pi(i, a) * pi(j, b);
    const joint = law.possible(c, d) ? law.joint(c, d) : 0;
    const together = joint > 0 && joint >= below;
    const slack = (together ? 0 : Math.abs(joint / product - 1)) - (far ? far.slack(i, a, j, b) : 0);
    if (slack !== 0) {
      diagonal[2 * position[i]! + a]! += slack / pi(i, a);
      diagonal[2 * position[j]! + b]! += slack / pi(j, b);
    }
    const found = (together ? 1 / product - 1 / joint : 0) - (far ? far.weight(i, a, j, b) : 0);
    weight[2 * (a * count + entry) + b] = a === b ? found : -found;
  };
  pairs.forEachNear((i, j, law) => {
    const p = position[i]!;
    const q = position[j]!;
    if (p < 0 || q < 0) return;
    const entry = next[p]!++;
    partner[entry] = q;
    for (let m = 0; m < 4; m++) put(entry, i, j, m, law);
  });
  return { starts, partner, weight, diagonal };
}
