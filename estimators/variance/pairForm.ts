import { SpillwayError } from "../../src/core/SpillwayError.ts";
import type { ExposureProbabilities, PairLaw } from "../../src/probability/PairProbabilities.ts";
import type { VarianceSetting } from "./PreparedVariance.ts";

/** Prepared formulas of at most so many pairs of agents are kept for other estimators, worlds and redraws. */
export const MOST_KEPT_PAIRS = 4e5;

/** Most pairs of agents that are prepared at all: 36 bytes each, twice that while a bound is prepared. */
export const MOST_FORM_PAIRS = 4e6;

/** With simulated probabilities, two potential outcomes seen together in fewer draws than this count as never seen together. */
export const FEWEST_DRAWS = 10;

/** Types are few when all pairs are this many times more than the entries of the tables that types take. */
export const FEW = 8;

/** Which pairs of potential outcomes count as never seen together, beyond those that cannot be: a choice before the data. */
export interface SoftZeros {
  /** Pairs with a joint probability below this, from 0 to 1. Default 0. With simulated probabilities at least {@link FEWEST_DRAWS} draws are asked for in any case. */
  readonly below?: number;
}

/**
 * What a quadratic variance bound needs of a design, in typed arrays. Node 2p + a is the potential outcome of the
 * population's p-th agent at level a (0 the first condition, 1 the second), with sign +1 for a = 0 and −1 for a = 1.
 */
export interface PairForm {
  readonly population: readonly number[];
  readonly levels: readonly [number, number];
  /** Probability of each node. */
  readonly pi: Float64Array;
  /** Partners q > p of position p are `partner[starts[p]] … partner[starts[p + 1] − 1]`, ascending. Pairs left out are independent. */
  readonly starts: Uint32Array;
  readonly partner: Uint32Array;
  /** P(node 2p + a and node 2q + b) at index 4 × entry + 2a + b; 0 where that is impossible by construction. */
  readonly joint: Float64Array;
  /** A joint probability of 0 or below this number counts as unobservable. */
  readonly below: number;
  /** Under fixed counts, where all pairs are listed: what most of them have in common. Absent where there are many types. */
  readonly far?: FarPairs;
}

/** The joint law of pairs that is known from the types of their agents, and the pairs that it is not the law of. */
export interface FarPairs {
  /** Type of each position, from 0. */
  readonly type: Uint32Array;
  readonly types: number;
  /** P(node 2p + a and node 2q + b) for p of type s and q of type t, p < q, at index 4 × (types × s + t) + 2a + b; NaN where there is no such pair. */
  readonly joint: Float64Array;
  /** Entries of pairs with laws of their own, ascending. */
  readonly near: Uint32Array;
}

/** The joint probability below which two potential outcomes count as never seen together; 0 without soft zeros. */
export function rareBelow(
  { draws: simulated, averaged }: Pick<ExposureProbabilities, "draws" | "averaged">,
  soft?: SoftZeros,
): number {
  if (soft === undefined) return 0;
  const draws = simulated ?? averaged?.draws;
  // Half a draw below the limit, so that rounding of a share of draws decides nothing.
  return Math.max(soft.below ?? 0, draws === undefined ? 0 : (FEWEST_DRAWS - 0.5) / draws);
}

/** How many pairs of agents {@link pairForm} may have to keep: an upper bound that costs nothing. */
export function formPairs({ probabilities, population }: VarianceSetting): number {
  const all = (population.length * (population.length - 1)) / 2;
  return probabilities.pairs.far === "independent" ? Math.min(all, probabilities.pairs.nearBound) : all;
}

/**
 * Visits every pair of agents that may be dependent and keeps its joint probabilities at the contrast's two levels. Under
 * fixed counts that is every pair. Cost: O(pairs) time and memory.
 *
 * @throws SpillwayError for more than {@link MOST_FORM_PAIRS} pairs; ask {@link formPairs} first.
 */
export function pairForm(setting: VarianceSetting, soft?: SoftZeros): PairForm {
  const { probabilities, levels, population } = setting;
  const { pairs, marginals, conditions, network } = probabilities;
  const most = formPairs(setting);
  if (most > MOST_FORM_PAIRS)
    throw new SpillwayError(
      `pairForm: wanted at most ${MOST_FORM_PAIRS} pairs of agents, got up to ${most}: use aronow-samii or dependency-bound`,
    );
  const size = population.length;
  const position = new Int32Array(network.n).fill(-1);
  population.forEach((i, p) => {
    position[i] = p;
  });
  const joint = new Float64Array(4 * most);
  const put = (entry: number, law: PairLaw): void => {
    for (let m = 0; m < 4; m++) {
      const c = levels[m >> 1]!;
      const d = levels[m & 1]!;
      joint[4 * entry + m] = law.possible(c, d) ? law.joint(c, d) : 0;
    }
  };
  const form = {
    population,
    levels,
    pi: Float64Array.from({ length: 2 * size }, (_, k) => {
      return marginals[population[k >> 1]! * conditions.length + levels[k & 1]!]!;
    }),
    below: rareBelow(probabilities, soft),
  };
  const near = (take: (p: number, q: number, law: PairLaw) => void): void =>
    pairs.forEachNear((i, j, law) => {
      if (position[i]! >= 0 && position[j]! >= 0) take(position[i]!, position[j]!, law);
    });

  const { far } = pairs;
  if (far === "independent") {
    const rows = new Uint32Array(most);
    const columns = new Uint32Array(most);
    let count = 0;
    near((p, q, law) => {
      rows[count] = p;
      columns[count] = q;
      put(count++, law);
    });
    return { ...form, ...sortedRows(rows.subarray(0, count), columns.subarray(0, count), joint, size) };
  }
  const starts = new Uint32Array(size + 1);
  const partner = new Uint32Array(most);
  const known = new Map<number, number>();
  for (let p = 0; p < size; p++) {
    let entry = starts[p]!;
    for (let q = p + 1; q < size; q++) {
      const types = far.type[population[p]!]! * far.count + far.type[population[q]!]!;
      const alike = known.get(types);
      if (alike === undefined) {
        put(entry, far.law(far.type[population[p]!]!, far.type[population[q]!]!));
        known.set(types, entry);
      } else joint.copyWithin(4 * entry, 4 * alike, 4 * alike + 4);
      partner[entry++] = q;
    }
    starts[p + 1] = entry;
  }
  // Types may be as many as agents, in the population or not.
  const few = FEW * 4 * far.count ** 2 < most;
  const common = new Float64Array(few ? 4 * far.count ** 2 : 0).fill(Number.NaN);
  if (few)
    for (const [types, entry] of known) common.set(joint.subarray(4 * entry, 4 * entry + 4), 4 * types);
  // Only now: the entries of near pairs may have been copied from as examples of their types.
  const own: number[] = [];
  near((p, q, law) => {
    const entry = starts[p]! + q - p - 1;
    if (few) own.push(entry);
    put(entry, law);
  });
  const listed = { ...form, starts, partner, joint };
  if (!few) return listed;
  const type = Uint32Array.from(population, (i) => far.type[i]!);
  return { ...listed, far: { type, types: far.count, joint: common, near: Uint32Array.from(own).sort() } };
}

/** Pairs in any order as rows of ascending partners: a stable counting sort by partner, then by row. */
function sortedRows(
  rows: Uint32Array,
  columns: Uint32Array,
  joint: Float64Array,
  size: number,
): Pick<PairForm, "starts" | "partner" | "joint"> {
  const sorted = (order: Uint32Array, key: Uint32Array): { order: Uint32Array; starts: Uint32Array } => {
    const starts = new Uint32Array(size + 1);
    for (const k of key) starts[k + 1]!++;
    for (let s = 0; s < size; s++) starts[s + 1]! += starts[s]!;
    const next = starts.slice();
    const out = new Uint32Array(order.length);
    for (const e of order) out[next[key[e]!]!++] = e;
    return { order: out, starts };
  };
  const byColumn = sorted(
    Uint32Array.from(rows, (_, e) => e),
    columns,
  );
  const { order, starts } = sorted(byColumn.order, rows);
  const moved = new Float64Array(4 * order.length);
  order.forEach((e, entry) => {
    for (let m = 0; m < 4; m++) moved[4 * entry + m] = joint[4 * e + m]!;
  });
  return { starts, partner: order.map((e) => columns[e]!), joint: moved };
}

/** P(node k and node l): the product of their probabilities where the form does not list the pair. Cost O(log degree). */
export function jointOf(form: PairForm, k: number, l: number): number {
  if (k >> 1 === l >> 1) return k === l ? form.pi[k]! : 0;
  return form.joint[entryOf(form, k, l)] ?? form.pi[k]! * form.pi[l]!;
}

/** Whether two nodes count as never seen together. Independent pairs, which the form does not list, never do. */
export function unobservablePair(form: PairForm, k: number, l: number): boolean {
  if (k >> 1 === l >> 1) return k !== l;
  const together = form.joint[entryOf(form, k, l)];
  return together !== undefined && unobservable(form, together);
}

/** Where the joint probability of two agents' nodes is kept; −1 if nowhere. */
function entryOf(form: PairForm, k: number, l: number): number {
  if (k > l) return entryOf(form, l, k);
  const q = l >> 1;
  let low = form.starts[k >> 1]!;
  const end = form.starts[(k >> 1) + 1]!;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (form.partner[middle]! < q) low = middle + 1;
    else high = middle;
  }
  return low < end && form.partner[low] === q ? 4 * low + 2 * (k & 1) + (l & 1) : -1;
}

/** Whether a listed pair of nodes with this joint probability counts as never seen together. */
export function unobservable({ below }: PairForm, joint: number): boolean {
  return joint === 0 || joint < below;
}

/** s_k s_l: +1 for two nodes of one level, −1 for nodes of different levels. */
export function signs(k: number, l: number): 1 | -1 {
  return ((k ^ l) & 1) === 0 ? 1 : -1;
}

/**
 * Visits each pair k < l of nodes that counts as unobservable, those of one agent included, with n² A_kl =
 * s_k s_l (π_kl/(π_k π_l) − 1); that is −s_k s_l where the two cannot occur together.
 */
export function forEachUnobservable(form: PairForm, visit: (k: number, l: number, a: number) => void): void {
  const { pi, starts, partner, joint } = form;
  for (let p = 0; p + 1 < starts.length; p++) {
    visit(2 * p, 2 * p + 1, 1);
    for (let entry = starts[p]!; entry < starts[p + 1]!; entry++) {
      for (let m = 0; m < 4; m++) {
        const together = joint[4 * entry + m]!;
        if (!unobservable(form, together)) continue;
        const k = 2 * p + (m >> 1);
        const l = 2 * partner[entry]! + (m & 1);
        visit(k, l, signs(k, l) * (together / (pi[k]! * pi[l]!) - 1));
      }
    }
  }
}
