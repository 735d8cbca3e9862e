import { shuffle } from "../../src/core/numbers/shuffle.ts";
import { rng } from "../../src/core/rng.ts";

/** A rule that chooses focal agents by the conditions they are in: so many in each. */
export interface FocalMechanism {
  /** Index of each condition, and how many focal agents are wanted in it. */
  readonly wanted: ReadonlyMap<number, number>;
  /** `first`: those with the smallest numbers; `random`: any, all choices equally likely. */
  readonly choice: "first" | "random";
  readonly seed: string | number;
}

/**
 * The focal agents that a mechanism chooses under the conditions at hand, ascending; undefined where a condition has too few agents. They depend on the assignment, so the
 * reference law is P(Z | C) ∝ m(C | Z) P(Z), with {@link chanceOf} for m (Basse, Feller and Toulis 2019).
 */
export function chosenBy(
  { wanted, choice, seed }: FocalMechanism,
  condition: Uint8Array,
  eligible: Uint8Array,
  world: number,
): Uint32Array | undefined {
  const chosen: number[] = [];
  for (const [level, count] of wanted) {
    const able: number[] = [];
    condition.forEach((c, i) => {
      if (c === level && eligible[i] === 1) able.push(i);
    });
    if (able.length < count) return undefined;
    if (choice === "random") shuffle(rng(seed).fork("focal").fork(world).fork(level), able);
    chosen.push(...able.slice(0, count));
  }
  return Uint32Array.from(chosen).sort();
}

/** m(C | Z): the chance that the mechanism chooses these focal agents when agents are in these conditions. */
export function chanceOf(
  { wanted, choice }: FocalMechanism,
  focal: Uint32Array,
  condition: Uint8Array,
  eligible: Uint8Array,
): number {
  let chance = 1;
  let placed = 0;
  for (const [level, count] of wanted) {
    const inside = focal.reduce((sum, i) => sum + (condition[i] === level ? 1 : 0), 0);
    if (inside !== count) return 0;
    placed += count;
    let able = 0;
    let before = 0;
    const last = focal.reduce((most, i) => (condition[i] === level ? Math.max(most, i) : most), -1);
    for (let i = 0; i < condition.length; i++) {
      if (condition[i] !== level || eligible[i] !== 1) continue;
      able++;
      if (i <= last) before++;
    }
    // The first ones are chosen only if nobody able stands before the last of them and is not among them.
    if (choice === "first") chance *= before === count ? 1 : 0;
    else for (let k = 1; k <= count; k++) chance *= k / (able - count + k);
  }
  return placed === focal.length ? chance : 0;
}
