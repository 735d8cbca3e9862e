import type { Law } from "../../designs/Design.ts";
import { conditionalStructure } from "../../designs/law/conditionalStructure.ts";
import { drawStructure } from "../../designs/law/drawStructure.ts";
import { mergeAssignments } from "../../designs/law/mergeAssignments.ts";
import { supportOf, supportSize } from "../../designs/law/supportOf.ts";
import type { FixedCounts, Structure } from "../../designs/Structure.ts";
import type { Rng } from "../../src/core/rng.ts";

/** An assignment and its probability or weight. */
type Weighted = readonly [assignment: Uint8Array, weight: number];

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

/** Lists are kept in memory up to this many bytes of arms. */
const MOST_KEPT = 1e6;

/** How often a law that is known only by its draws is drawn for one test until enough draws agree with what is held. */
const MOST_TRIES = 100_000;

/** How many of these at first, without one that agrees. */
const FIRST_TRIES = 5_000;

/**
 * The law of assignments given the arms of the agents in `held` (1 at their index; nobody, if absent). Exact wherever the structure of the design
 * says enough; two-stage designs of many groups are held at how many of each group are treated, too. Else draws of the design that do not agree are thrown away.
 */
export function heldLaw(law: Law, assignment: Uint8Array, held?: Uint8Array): HeldLaw {
  const { structure, n } = law;
  const arms = law.arms.length;
  if (held === undefined || held.every((one) => one === 0)) {
    const whole = known.get(law) ?? wholeLaw(law);
    known.set(law, whole);
    return whole;
  }
  const given =
    conditionalStructure(structure, arms, { held, assignment }) ??
    conditionalStructure(withinGroups(law, assignment) ?? structure, arms, { held, assignment });
  if (given && given.logChance > Number.NEGATIVE_INFINITY) {
    const size = supportSize(given.structure, arms);
    const draw = (rng: Rng): Uint8Array => drawStructure(given.structure, arms, n, rng);
    return size <= MOST_LISTED
      ? listed(() => supportOf(given.structure, arms, n), given.structure, size, n, draw)
      : { size, draw };
  }
  return agreeing(law, (z) => agrees(z, assignment, held));
}

/**
 * Given how many agents of each group are treated, all assignments of a two-stage design are equally likely, whatever its shares: the number of groups is too large for
 * the shares to be listed, and this needs none of them.
 */
function withinGroups({ groups, n, structure }: Law, assignment: Uint8Array): FixedCounts | undefined {
  if (!groups || structure.kind !== "sampler-only") return undefined;
  const stratum = new Uint32Array(n).fill(groups.length);
  const counts = new Uint32Array(2 * (groups.length + 1));
  groups.forEach(({ agents }, g) => {
    for (const i of agents) {
      stratum[i] = g;
      counts[2 * g + assignment[i]!]!++;
    }
  });
  if (stratum.includes(groups.length)) return undefined;
  const block = Uint32Array.from({ length: n }, (_, i) => i);
  return { kind: "fixed-counts", block, blocks: n, stratum, strata: groups.length + 1, counts };
}

/** The law without anything held, made once for all tests of a study. */
const known = new WeakMap<Law, HeldLaw>();

function wholeLaw(law: Law): HeldLaw {
  const size = supportSize(law.structure, law.arms.length);
  const draw: HeldLaw["draw"] = (rng) => law.draw(rng);
  if (!law.support || size > MOST_LISTED) return { size, draw };
  if (size * law.n > MOST_KEPT) return listed(() => law.support!(), law.structure, size, law.n, draw);
  const all = [...law.support()];
  return { size: all.length, list: () => all, draw };
}

/** The law of assignments with a property: those of its list where the design has one, else draws of the design that have it. */
export function agreeing(law: Law, holds: (arms: Uint8Array) => boolean): HeldLaw {
  const draw = rejection(law, holds);
  if (!law.support || supportSize(law.structure, law.arms.length) > MOST_LISTED)
    return { size: Number.POSITIVE_INFINITY, draw };
  const kept: Weighted[] = [];
  for (const one of law.support()) if (holds(one[0])) kept.push(one);
  return { size: kept.length, list: () => kept, draw };
}

function rejection(law: Law, holds: (arms: Uint8Array) => boolean): HeldLaw["draw"] {
  let tried = 0;
  let found = 0;
  return (rng) => {
    for (let k = 0; ; k++) {
      if (tried >= MOST_TRIES || (found === 0 && tried >= FIRST_TRIES)) return undefined;
      tried++;
      const z = law.draw(rng.fork(k));
      if (!holds(z)) continue;
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
