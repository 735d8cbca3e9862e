import { rng } from "../../src/core/rng.ts";
import { type HeldLaw, MOST_LISTED } from "./heldLaw.ts";

/** The arms of all agents, world by world. */
export type Assignments = readonly Uint8Array[];

/** The assignments that the one at hand is compared with: all worlds of an experiment together. */
export interface Reference {
  /** Whether these are all that are possible, the one at hand among them, with their probabilities; else as many draws beside it. */
  readonly listed: boolean;
  /** How many different ones are possible; Infinity where it is not known. */
  readonly possible: number;
  /** Visits each; arrays are valid during the visit only. The weight of a draw is 1. */
  visit(each: (assignments: Assignments, weight: number) => void): void;
}

interface ReferenceOptions {
  /** Assignments drawn where there are more than 200,000 to list. */
  readonly draws: number;
  /** Seed of these draws: they come from the streams `test`, r, w of it, for draw r and world w. */
  readonly seed: string | number;
}

/**
 * All assignments of several independent worlds, when there are at most 200,000 of them together, else draws. Draws end early where a law that
 * is known only by its sampler hardly ever agrees with what is held.
 *
 * Cost: O(assignments × n).
 */
export function reference(laws: readonly HeldLaw[], { draws, seed }: ReferenceOptions): Reference {
  const possible = laws.reduce((product, { size }) => product * size, 1);
  const listed = possible <= MOST_LISTED && laws.every(({ list }) => list !== undefined);
  if (listed) return { listed, possible, visit: (each) => eachListed(laws, each) };
  const visit: Reference["visit"] = (each) => {
    const stream = rng(seed).fork("test");
    for (let r = 0; r < draws; r++) {
      const fork = stream.fork(r);
      const drawn: Uint8Array[] = [];
      for (const [w, law] of laws.entries()) {
        const one = law.draw(fork.fork(w));
        if (one === undefined) return;
        drawn.push(one);
      }
      each(drawn, 1);
    }
  };
  return { listed, possible, visit };
}

function eachListed(
  laws: readonly HeldLaw[],
  each: (assignments: Assignments, weight: number) => void,
): void {
  const chosen: Uint8Array[] = [];
  const from = (w: number, weight: number): void => {
    if (w === laws.length) {
      each(chosen, weight);
      return;
    }
    for (const [assignment, p] of laws[w]!.list!()) {
      chosen[w] = assignment;
      from(w + 1, weight * p);
    }
  };
  from(0, 1);
}
