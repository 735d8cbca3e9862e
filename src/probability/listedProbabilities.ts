import type { Law } from "../../designs/Design.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";
import { lookup } from "./lookup.ts";
import type { ExposureProbabilities, PairLaw } from "./PairProbabilities.ts";

/** Assignments with their probabilities: the whole support of a design, or equally weighted draws from it. */
export interface AssignmentList {
  readonly assignments: Iterable<Uint8Array>;
  readonly count: number;
  /** Probability of each assignment; absent when all are equal. */
  readonly weights?: ArrayLike<number>;
  /** Whether the list is a simulation rather than the whole support. */
  readonly simulated: boolean;
}

/** More memory than this for the bits is refused: 4 GiB. */
const MOST_WORDS = 2 ** 30;

/**
 * Probabilities by counting over a list of assignments, one bit for each agent, condition and assignment. A joint
 * probability is the weight of the assignments in which both bits stand. With a simulated list nothing is smoothed: what
 * was not seen has probability 0 and is not called impossible. Every pair of agents may be dependent.
 *
 * Cost: O(count × (n + edges)) time and count × n × conditions / 8 bytes; a joint probability costs O(count / 32).
 * @throws SpillwayError when the bits would need more than 4 GiB.
 */
export function listedProbabilities(
  subject: { readonly network: Network; readonly law: Law; readonly exposure: Exposure },
  list: AssignmentList,
): ExposureProbabilities {
  const { network, exposure } = subject;
  const { n } = network;
  const conditions = exposure.conditions.length;
  const words = Math.ceil(list.count / 32);
  if (words * n * conditions > MOST_WORDS) {
    throw new SpillwayError(
      `probabilities: ${list.count} assignments of ${n} agents in ${conditions} conditions need more than 4 GiB: use fewer draws, or a design and exposure with exact probabilities`,
    );
  }
  const bits = new Uint32Array(words * n * conditions);
  let r = 0;
  for (const assignment of list.assignments) {
    const condition = exposure.of(network, assignment);
    for (let i = 0; i < n; i++) bits[(i * conditions + condition[i]!) * words + (r >>> 5)]! |= 1 << (r & 31);
    r++;
  }
  const weigh = weigher(bits, words, list);
  const marginals = Float64Array.from({ length: n * conditions }, (_, k) => weigh(k * words, k * words));
  const jointOf = (i: number, c: number, j: number, d: number): number =>
    weigh((i * conditions + c) * words, (j * conditions + d) * words);
  const meets = (a: number, b: number): boolean => {
    for (let w = 0; w < words; w++) if ((bits[a + w]! & bits[b + w]!) !== 0) return true;
    return false;
  };
  /** One object serves all visits: only its two numbers change. */
  const movable = (): PairLaw & { at(i: number, j: number): PairLaw } => {
    let rowI = 0;
    let rowJ = 0;
    const law = {
      joint: (c: number, d: number) => weigh((rowI + c) * words, (rowJ + d) * words),
      possible: (c: number, d: number) => meets((rowI + c) * words, (rowJ + d) * words),
      at(i: number, j: number) {
        rowI = i * conditions;
        rowJ = j * conditions;
        return law;
      },
    };
    return law;
  };
  const found = lookup(exposure, marginals, jointOf);
  return {
    ...subject,
    ...found,
    method: list.simulated ? "monte-carlo" : "exact",
    ...(list.simulated ? { draws: list.count, simulated: { draws: list.count, words, bits } } : {}),
    mcse(i, condition) {
      const p = found.of(i, condition);
      return list.simulated ? Math.sqrt((p * (1 - p)) / list.count) : 0;
    },
    impossible(condition) {
      if (list.simulated) return [];
      return Array.from({ length: n }, (_, i) => i).filter((i) => found.of(i, condition) === 0);
    },
    pairs: {
      law: (i, j) => movable().at(i, j),
      boundOf: () => n,
      nearBound: (n * (n - 1)) / 2,
      dependents: () => new Uint32Array(n).fill(n),
      far: "independent",
      forEachNear(visit) {
        const law = movable();
        for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) visit(i, j, law.at(i, j));
      },
      forEachNearOf(i, visit) {
        const law = movable();
        for (let j = 0; j < n; j++) if (j !== i) visit(j, law.at(i, j));
      },
    },
  };
}

/** The weight of the assignments whose bits stand in both rows. */
function weigher(
  bits: Uint32Array,
  words: number,
  { weights, count }: AssignmentList,
): (a: number, b: number) => number {
  if (weights === undefined) {
    return (a, b) => {
      let both = 0;
      for (let w = 0; w < words; w++) both += popcount(bits[a + w]! & bits[b + w]!);
      return both / count;
    };
  }
  return (a, b) => {
    let total = 0;
    for (let w = 0; w < words; w++) {
      let left = bits[a + w]! & bits[b + w]!;
      while (left !== 0) {
        total += weights[w * 32 + 31 - Math.clz32(left & -left)]!;
        left &= left - 1;
      }
    }
    return total;
  };
}

/** Number of ones among 32 bits, by adding neighbours in parallel (Warren 2012, "Hacker's Delight", section 5-1). */
function popcount(x: number): number {
  let v = x - ((x >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
