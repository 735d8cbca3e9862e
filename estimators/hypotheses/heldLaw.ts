import type { Law } from "../../designs/Design.ts";
import { conditionalStructure } from "../../designs/law/conditionalStructure.ts";
import { drawStructure } from "../../designs/law/drawStructure.ts";
import { mergeAssignments } from "../../designs/law/mergeAssignments.ts";
import { supportOf, supportSize } from "../../designs/law/supportOf.ts";
import type { Structure } from "../../designs/Structure.ts";
import type { Rng } from "../../src/core/rng.ts";

/** An assignment and its probability or weight. */
export type Weighted = readonly [assignment: Uint8Array, weight: number];

/** The law of a design in one world, given what a test holds fixed. */
export interface HeldLaw {
  /** Number of assignments that are possible; Infinity where it is not known. */
  readonly size: number;
  /** Every assignment with its probability, at most {@link MOST_LISTED}. Absent where there are more. */
  list?(): Iterable<Weighted>;
  /** One of them; undefined when none of many draws of the design agrees with what is held. */
  draw(rng: Rng): Uint8Array | undefined;
}

/** Tests are exact, over all assignments, up to this many of them. */
export const MOST_LISTED = 200_000;

/** Lists in which an assignment may stand twice are merged in memory up to this many bytes. */
const MOST_MERGED = 2e7;

/** How often a law that is known only by its draws is drawn for one test until enough draws agree with what is held. */
const MOST_TRIES = 100_000;

/** How many of these at first, without one that agrees. */
const FIRST_TRIES = 5_000;

/**
 * The law of assignments given the arms of the agents in `held` (1 at their index; nobody, if absent). Exact wherever the structure of the design
 * says enough; else draws of the design that do not agree are thrown away.
 */
export function heldLaw(law: Law, assignment: Uint8Array, held?: Uint8Array): HeldLaw {
  const { structure, n } = law;
  const arms = law.arms.length;
  if (held === undefined || held.every((one) => one === 0)) {
    const size = supportSize(structure, arms);
    return law.support && size <= MOST_LISTED
      ? listed(
          () => law.support!(),
          structure,
          size,
          n,
          (rng) => law.draw(rng),
        )
      : { size, draw: (rng) => law.draw(rng) };
  }
  const given = conditionalStructure(structure, arms, { held, assignment });
  if (given && given.logChance > Number.NEGATIVE_INFINITY) {
    const size = supportSize(given.structure, arms);
    const draw = (rng: Rng): Uint8Array => drawStructure(given.structure, arms, n, rng);
    return size <= MOST_LISTED
      ? listed(() => supportOf(given.structure, arms, n), given.structure, size, n, draw)
      : { size, draw };
  }
  return agreeing(law, (z) => (agrees(z, assignment, held) ? 1 : 0));
}

/**
 * The law P(Z | C) ∝ m(C | Z) P(Z), for the chance m(C | Z) ≥ 0 of what was conditioned on: exact where the law has a list. Else draws of the design
 * are kept with chance m(C | Z)/`most`, so `most` must be the largest that m can be.
 */
export function agreeing(law: Law, chance: (arms: Uint8Array) => number, most = 1): HeldLaw {
  const draw = rejection(law, (z, rng) => {
    const kept = chance(z);
    return kept >= most || (kept > 0 && rng.uniform() * most < kept);
  });
  if (!law.support || supportSize(law.structure, law.arms.length) > MOST_LISTED)
    return { size: Number.POSITIVE_INFINITY, draw };
  const kept: Weighted[] = [];
  for (const [z, p] of law.support()) {
    const weight = p * chance(z);
    if (weight > 0) kept.push([z, weight]);
  }
  return { size: kept.length, list: () => kept, draw };
}

function rejection(law: Law, holds: (arms: Uint8Array, rng: Rng) => boolean): HeldLaw["draw"] {
  let tried = 0;
  let found = 0;
  return (rng) => {
    for (let k = 0; ; k++) {
      if (tried >= MOST_TRIES || (found === 0 && tried >= FIRST_TRIES)) return undefined;
      tried++;
      const z = law.draw(rng.fork(k));
      if (!holds(z, rng.fork("kept").fork(k))) continue;
      found++;
      return z;
    }
  };
}

function listed(
  list: () => Iterable<Weighted>,
  structure: Structure,
  size: number,
  n: number,
  draw: HeldLaw["draw"],
): HeldLaw {
  if (structure.kind !== "mixture" || size * n > MOST_MERGED) return { size, list, draw };
  const merged = mergeAssignments(list());
  return { size: merged.length, list: () => merged, draw };
}

function agrees(z: Uint8Array, assignment: Uint8Array, held: Uint8Array): boolean {
  for (let i = 0; i < z.length; i++) if (held[i] && z[i] !== assignment[i]) return false;
  return true;
}
