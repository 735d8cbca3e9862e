import type { PairLaw } from "./PairProbabilities.ts";

/** The joint law of whichever two agents it was last put at. */
export interface MovableLaw extends PairLaw {
  at(i: number, j: number): PairLaw;
}

/** Rows of bits, one for each agent and condition, and what two of them have in common. */
export interface BitRows {
  readonly bits: Uint32Array;
  /** Words in a row. */
  readonly words: number;
  readonly conditions: number;
  /** Probability of what stands in both rows, which start at these words. */
  readonly weigh: (a: number, b: number) => number;
}

/** A law that reads joint probabilities off bits. It can be moved from pair to pair, so that one object serves a whole visit. */
export function movableLaw({ bits, words, conditions, weigh }: BitRows): MovableLaw {
  let rowI = 0;
  let rowJ = 0;
  const law: MovableLaw = {
    joint: (c, d) => weigh((rowI + c) * words, (rowJ + d) * words),
    possible(c, d) {
      const a = (rowI + c) * words;
      const b = (rowJ + d) * words;
      for (let w = 0; w < words; w++) if ((bits[a + w]! & bits[b + w]!) !== 0) return true;
      return false;
    },
    at(i, j) {
      rowI = i * conditions;
      rowJ = j * conditions;
      return law;
    },
  };
  return law;
}
