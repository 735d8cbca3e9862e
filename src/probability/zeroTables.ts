import { armChance, type Chances, focalChances } from "./Chances.ts";
import type { PairSetting, PairTable } from "./PairProfile.ts";

/** Two agents and the blocks around them, as far as "no treated in-neighbour, or some" is concerned. */
export interface ZeroPair {
  readonly degreeI: number;
  /** Absent for the law of the first agent alone. */
  readonly degreeJ?: number;
  /** Groups of the agents' own blocks. */
  readonly groupI: number;
  readonly groupJ: number;
  /** Whether both agents are in one block. */
  readonly same: boolean;
  /** Who has in-neighbours in whose own block: the first in its own and in the second's, the second in the first's and in its own. */
  readonly hears: {
    readonly ownI: boolean;
    readonly iJ: boolean;
    readonly jI: boolean;
    readonly ownJ: boolean;
  };
  /** Groups of the other blocks with in-neighbours of both, of the first only, of the second only. */
  readonly both: readonly number[];
  readonly first: readonly number[];
  readonly second: readonly number[];
}

/** Chances, and possibilities by construction, of "none" and "some" of the first agent (row) with those of the second. */
interface Cells {
  readonly p: readonly [number, number, number, number];
  readonly can: readonly [boolean, boolean, boolean, boolean];
}

/**
 * Makes the function that computes joint laws in closed form. With S the blocks of both agents, I and J those of one only:
 * P(none, none) = P(no treated in S ∪ I ∪ J), P(none, some) = P(none in S ∪ I, some in J), and
 * P(some, some) = P(some in S) + P(none in S, some in I, some in J). All terms are sums of products of positive numbers, so
 * small probabilities keep their digits. Cost: O(blocks) for coins, O(first × second) for counts.
 */
export function zeroTables({ chances, focal, conditions, run }: PairSetting): (pair: ZeroPair) => PairTable {
  const cellsOf = chances.kind === "coins" ? coinCells(chances, focal) : countCells(chances, focal);
  return (pair) => {
    const { degreeI, degreeJ, same, hears } = pair;
    const alone = degreeJ === undefined;
    const size = alone ? conditions : conditions * conditions;
    const table: PairTable = { joint: new Float64Array(size), possible: new Uint8Array(size) };
    for (let ai = 0; ai < chances.arms; ai++) {
      const p = armChance(chances, pair.groupI, ai);
      if (p === 0) continue;
      const runI = run(degreeI, ai);
      for (let aj = 0; aj < chances.arms; aj++) {
        if ((alone || same) && aj !== ai) continue;
        const next = alone || same ? 1 : armChance(chances, pair.groupJ, aj, { group: pair.groupI, arm: ai });
        if (next === 0) continue;
        const own = alone || same ? 1 : 2;
        const treated = (ai === focal ? 1 : 0) + (own === 2 && aj === focal ? 1 : 0);
        const someI = (ai === focal && hears.ownI) || (own === 2 && aj === focal && hears.iJ);
        const someJ =
          (ai === focal && (same ? hears.ownJ : hears.jI)) || (own === 2 && aj === focal && hears.ownJ);
        const { p: cell, can } = cellsOf(pair, own, treated);
        for (let k = 0; k < 4; k++) {
          if (!can[k]) continue;
          const ti = someI ? 1 : k >> 1;
          const tj = someJ ? 1 : k & 1;
          const c = runI.condition[Math.min(ti, degreeI)]!;
          const at = alone ? c : c * conditions + run(degreeJ, aj).condition[Math.min(tj, degreeJ)]!;
          table.joint[at]! += p * next * cell[k]!;
          table.possible[at] = 1;
        }
      }
    }
    return table;
  };
}

type CellsOf = (pair: ZeroPair, own: number, treated: number) => Cells;

function coinCells(chances: Chances, focal: number): CellsOf {
  const { chance, otherwise } = focalChances(chances, focal);
  const over = (
    groups: readonly number[],
  ): { none: number; some: number; canNone: boolean; canSome: boolean } => {
    let none = 1;
    let some = 0;
    let canNone = true;
    let canSome = false;
    for (const g of groups) {
      some += none * chance[g]!;
      none *= otherwise[g]!;
      if (otherwise[g] === 0) canNone = false;
      if (chance[g]! > 0) canSome = true;
    }
    return { none, some, canNone, canSome };
  };
  return ({ both, first, second }) => {
    const s = over(both);
    const i = over(first);
    const j = over(second);
    return {
      p: [
        s.none * i.none * j.none,
        s.none * i.none * j.some,
        s.none * i.some * j.none,
        s.some + s.none * i.some * j.some,
      ],
      can: [
        s.canNone && i.canNone && j.canNone,
        s.canNone && i.canNone && j.canSome,
        s.canNone && i.canSome && j.canNone,
        s.canSome || (s.canNone && i.canSome && j.canSome),
      ],
    };
  };
}

function countCells({ rows, sizes }: Chances, focal: number): CellsOf {
  // Of `blocks` blocks `treated` are treated; k of them are looked at.
  const over = (k: number, blocks: number, treated: number): { none: number; some: number } => {
    let none = 1;
    let some = 0;
    for (let t = 0; t < k; t++) {
      some += (none * treated) / (blocks - t);
      none *= Math.max(0, blocks - t - treated) / (blocks - t);
    }
    return { none, some };
  };
  return ({ both, first, second }, own, taken) => {
    const blocks = sizes[0]! - own;
    const treated = rows[0]![focal]! - taken;
    const free = blocks - treated;
    const s = both.length;
    const a = first.length;
    const b = second.length;
    // Two agents of some types may need more blocks than there are: no such pair exists, and nothing is said of it.
    if (s + a + b > blocks) return { p: [0, 0, 0, 0], can: [false, false, false, false] };
    const shared = over(s, blocks, treated);
    const left = blocks - s;
    const first0 = over(a, left, treated).none;
    const second0 = over(b, left, treated).none;
    let someBoth = 0;
    if (a > 0 && b > 0 && treated >= 2) {
      // By the first treated block among those of the first agent.
      let none = 1;
      for (let k = 0; k < a && none > 0; k++) {
        someBoth += ((none * treated) / (left - k)) * over(b, left - k - 1, treated - 1).some;
        none *= Math.max(0, left - k - treated) / (left - k);
      }
    }
    const shown = treated >= 1;
    return {
      p: [
        shared.none * first0 * (first0 > 0 ? over(b, left - a, treated).none : 0),
        shared.none * first0 * (first0 > 0 ? over(b, left - a, treated).some : 0),
        shared.none * second0 * (second0 > 0 ? over(a, left - b, treated).some : 0),
        shared.some + shared.none * someBoth,
      ],
      can: [
        free >= s + a + b,
        free >= s + a && b > 0 && shown,
        free >= s + b && a > 0 && shown,
        (s > 0 && shown) || (free >= s && a > 0 && b > 0 && treated >= 2),
      ],
    };
  };
}
