import type { Law } from "../../../designs/Design.ts";
import { marginalOf } from "../../../designs/law/marginalOf.ts";
import type { Structure } from "../../../designs/Structure.ts";
import type { LocalMapping } from "../../exposure/Exposure.ts";
import { conditionRuns } from "../laws/conditionRuns.ts";
import { incidence, totalDoses } from "../laws/incidence.ts";
import { popcount } from "../laws/popcount.ts";

/** Above this total, every dose between the least and the most is taken to be within reach. */
const MOST_TOTAL = 4096;
/** Above this many bits in a dose nothing is ruled out. */
const MOST_BITS = 8;

/**
 * Which conditions an agent can be in, as far as construction tells: 1 at index agent × conditions + condition unless it is
 * ruled out by the arms that the agent, its in-neighbours and the blocks that they are treated with can be in. What is
 * ruled out is impossible; what is not may still be (counts fixed by the design are not looked at). Nothing is simulated.
 *
 * Cost: O(Σ blocks around an agent × its total dose), once for each part of a mixture.
 */
export function reachableConditions(mapping: LocalMapping, law: Law, conditions: number): Uint8Array {
  const found = new Uint8Array(mapping.network.n * conditions);
  const total = totalDoses(mapping);
  if (mapping.rule.combine === "bits" && total.some((most) => popcount(most) > MOST_BITS))
    return found.fill(1);
  for (const part of partsOf(law.structure)) markReachable({ mapping, law, total, conditions }, part, found);
  return found;
}

/** The structures of which one is drawn, mixtures of mixtures laid flat. */
function partsOf(structure: Structure): readonly Structure[] {
  if (structure.kind !== "mixture") return [structure];
  return structure.parts.filter(({ weight }) => weight > 0).flatMap((part) => partsOf(part.structure));
}

interface Setting {
  readonly mapping: LocalMapping;
  readonly law: Law;
  readonly total: Uint32Array;
  readonly conditions: number;
}

function markReachable(
  { mapping, law, total, conditions }: Setting,
  structure: Structure,
  found: Uint8Array,
): void {
  const { rule } = mapping;
  const { n } = mapping.network;
  const arms = law.arms.length;
  const block = "block" in structure ? structure.block : Uint32Array.from({ length: n }, (_, i) => i);
  const chance = (i: number, arm: number): number | undefined =>
    structure.kind === "sampler-only" ? law.marginal(i, arm) : marginalOf(structure, arms, i, arm);
  const can = (i: number, arm: number): boolean => chance(i, arm) !== 0;
  /** Whether a block can be in the focal arm (1), in another (2), or both (3). */
  const ways = new Uint8Array("block" in structure ? structure.blocks : n);
  for (let i = 0; i < n; i++)
    for (let arm = 0; arm < arms; arm++) if (can(i, arm)) ways[block[i]!]! |= arm === rule.focal ? 1 : 2;
  const rows = incidence(mapping, block, (i) => total[i]!);
  const run = rule.combine === "bits" ? undefined : conditionRuns(rule);
  /** The doses that agent i may get, when its own block is in the focal arm or not. */
  const dosesFor = (i: number, ownFocal: boolean): Iterable<number> => {
    let sure = 0;
    let span = 0;
    const open: number[] = [];
    for (let k = rows.offsets[i]!; k < rows.offsets[i + 1]!; k++) {
      const weight = rows.weights[k]!;
      const b = rows.blocks[k]!;
      if (weight === 0) continue;
      const way = b === block[i] ? (ownFocal ? 1 : 2) : ways[b]!;
      if (way === 3) {
        open.push(weight);
        span += weight;
      } else if (way === 1) sure = run === undefined ? sure | weight : sure + weight;
    }
    if (run && (span === open.length || span > MOST_TOTAL)) {
      return Array.from({ length: span + 1 }, (_, t) => sure + t);
    }
    const reached = new Set([sure]);
    for (const weight of open)
      for (const dose of [...reached]) reached.add(run === undefined ? (dose | weight) >>> 0 : dose + weight);
    return reached;
  };
  for (let i = 0; i < n; i++) {
    for (let own = 0; own < arms; own++) {
      if (!can(i, own)) continue;
      const doses = dosesFor(i, own === rule.focal);
      const most = total[i]!;
      for (const dose of doses)
        found[i * conditions + (run ? run(most, own).condition[dose]! : rule.condition(own, dose, most))] = 1;
    }
  }
}
