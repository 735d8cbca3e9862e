import { blocksByStratum } from "../../../designs/law/blocksByStratum.ts";
import type { FixedCounts, IndependentBlocks } from "../../../designs/Structure.ts";

/** The chances of blocks, grouped: blocks of one group are exchangeable. */
export interface Chances {
  /** `coins`: each block alone, by the group's row; `counts`: a group is a stratum, and its blocks share fixed counts. */
  readonly kind: "coins" | "counts";
  readonly arms: number;
  /** Group of each block. */
  readonly group: Uint32Array;
  /** For coins: the probability of each arm; for counts: the number of blocks in each arm. One row per group. */
  readonly rows: readonly Float64Array[];
  /** For counts: number of blocks in each group. */
  readonly sizes: readonly number[];
}

/** Groups the blocks of a structure. Cost O(blocks × arms). */
export function chancesOf(structure: IndependentBlocks | FixedCounts, arms: number): Chances {
  if (structure.kind === "fixed-counts") {
    const rows = Array.from({ length: structure.strata }, (_, s) =>
      Float64Array.from(structure.counts.subarray(s * arms, (s + 1) * arms)),
    );
    return {
      kind: "counts",
      arms,
      group: structure.stratum,
      rows,
      sizes: blocksByStratum(structure).map((members) => members.length),
    };
  }
  const groupOf = new Map<string, number>();
  const rows: Float64Array[] = [];
  const group = new Uint32Array(structure.blocks);
  for (let b = 0; b < structure.blocks; b++) {
    const row = structure.probability.slice(b * arms, (b + 1) * arms);
    const key = row.join();
    if (!groupOf.has(key)) {
      groupOf.set(key, rows.length);
      rows.push(row);
    }
    group[b] = groupOf.get(key)!;
  }
  return { kind: "coins", arms, group, rows, sizes: [] };
}

/** A block of a group that is known to be in an arm. */
export interface Taken {
  readonly group: number;
  readonly arm: number;
}

/** P(a block of the group is in the arm), given another block's arm. */
export function armChance({ kind, rows, sizes }: Chances, group: number, arm: number, taken?: Taken): number {
  const inArm = rows[group]![arm]!;
  if (kind === "coins") return inArm;
  if (taken?.group !== group) return inArm / sizes[group]!;
  // Two agents of some types would need two blocks of a stratum that has one: there is no such pair.
  if (sizes[group] === 1) return 0;
  return (inArm - (taken.arm === arm ? 1 : 0)) / (sizes[group]! - 1);
}

/** The chance of a group's coin to give the focal arm, and to give any other: each a sum of plain chances. */
export function focalChances(
  { rows }: Chances,
  focal: number,
): { chance: readonly number[]; otherwise: readonly number[] } {
  return {
    chance: rows.map((row) => row[focal]!),
    otherwise: rows.map((row) => row.reduce((rest, p, arm) => (arm === focal ? rest : rest + p), 0)),
  };
}
