import type { Law } from "../../designs/Design.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";
import { everyPair } from "./everyPair.ts";
import { lookup } from "./lookup.ts";
import { type BitRows, movableLaw } from "./movableLaw.ts";
import type { ExposureProbabilities } from "./PairProbabilities.ts";

/** The whole support of a design: its assignments with their probabilities. */
interface AssignmentList {
  readonly assignments: Iterable<Uint8Array>;
  readonly count: number;
  /** Probability of each assignment. */
  readonly weights: ArrayLike<number>;
}

/** More memory than this for the bits is refused: 4 GiB. */
const MOST_WORDS = 2 ** 30;

/**
 * Exact probabilities by listing every assignment, with one bit for each agent, condition and assignment. A joint
 * probability is the weight of the assignments in which both bits stand. Every pair of agents may be dependent.
 *
 * Cost: O(count × (n + edges)) time and count × n × conditions / 8 bytes; a joint probability costs O(count).
 * @throws SpillwayError when the bits would need more than 4 GiB.
 */
export function listedProbabilities(
  subject: { readonly network: Network; readonly law: Law; readonly exposure: Exposure },
  { assignments, count, weights }: AssignmentList,
): ExposureProbabilities {
  const { network, exposure } = subject;
  const { n } = network;
  const conditions = exposure.conditions.length;
  const words = Math.ceil(count / 32);
  if (words * n * conditions > MOST_WORDS) {
    throw new SpillwayError(
      `probabilities: ${count} assignments of ${n} agents in ${conditions} conditions need more than 4 GiB: use a design and exposure with a closed form`,
    );
  }
  const bits = new Uint32Array(words * n * conditions);
  let r = 0;
  for (const assignment of assignments) {
    const condition = exposure.of(network, assignment);
    for (let i = 0; i < n; i++) bits[(i * conditions + condition[i]!) * words + (r >>> 5)]! |= 1 << (r & 31);
    r++;
  }
  const weigh = (a: number, b: number): number => {
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
  const rows: BitRows = { bits, words, conditions, weigh };
  const marginals = Float64Array.from({ length: n * conditions }, (_, k) => weigh(k * words, k * words));
  const found = lookup(exposure, marginals, (i, c, j, d) =>
    weigh((i * conditions + c) * words, (j * conditions + d) * words),
  );
  return {
    ...subject,
    ...found,
    method: "exact",
    mcse: () => 0,
    impossible: (condition) =>
      Array.from({ length: n }, (_, i) => i).filter((i) => found.of(i, condition) === 0),
    pairs: everyPair(n, () => movableLaw(rows)),
  };
}
