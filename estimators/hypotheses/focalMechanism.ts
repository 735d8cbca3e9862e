import { shuffle } from "../../src/core/numbers/shuffle.ts";
import type { Rng } from "../../src/core/rng.ts";

/** A rule that chooses focal agents by the conditions they are in: so many in each. */
export interface FocalMechanism {
  /** Index of each condition, and how many focal agents are wanted in it. */
  readonly wanted: ReadonlyMap<number, number>;
  /** Agents that may be chosen, those that are preferred first. */
  readonly order: Uint32Array;
}

/** An order of preference: by number, or at random. */
export function preferred(eligible: Uint8Array, choice: "first" | "random", rng: Rng): Uint32Array {
  const able = Uint32Array.from({ length: eligible.length }, (_, i) => i).filter((i) => eligible[i] === 1);
  return choice === "first" ? able : shuffle(rng, able);
}

/**
 * The focal agents that a rule chooses under an assignment, ascending; undefined where a condition has too few agents. They depend on the assignment, so the reference is what is
 * left of the design's law when the same ones must be chosen: P(Z | C) ∝ m(C | Z) P(Z), with m 1 or 0 (Basse, Feller and Toulis 2019).
 */
export function chosenBy({ wanted, order }: FocalMechanism, condition: Uint8Array): Uint32Array | undefined {
  const left = new Map(wanted);
  const chosen: number[] = [];
  for (const i of order) {
    const open = left.get(condition[i]!);
    if (open === undefined || open === 0) continue;
    left.set(condition[i]!, open - 1);
    chosen.push(i);
  }
  for (const open of left.values()) if (open > 0) return undefined;
  return Uint32Array.from(chosen).sort();
}
