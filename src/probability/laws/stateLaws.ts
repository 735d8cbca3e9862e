import type { Chances } from "./Chances.ts";
import { coinWalk } from "./coinWalk.ts";
import type { LawEngine } from "./LawEngine.ts";
import type { PairTable } from "./PairProfile.ts";
import type { StateTables } from "./stateTables.ts";
import { stateWalk, type WalkPlan, type WalkResult } from "./stateWalk.ts";

/** Whose blocks are walked through, and which of them belong to the other agent too. */
interface Side {
  readonly i: number;
  readonly blocks: Uint32Array;
}

/**
 * Joint laws of conditions from tables of states. Given the state of the blocks that two agents share, their other blocks
 * are independent under coins, so the law is a sum over shared states of products. Under fixed counts, strata in which
 * both have blocks of their own are coupled: there the product is taken for each way to spread these blocks over the arms.
 *
 * Cost of a law: O(states of both agents + shared states × spreads of both × conditions²).
 */
export function stateLaws(tables: StateTables, chances: Chances, conditions: number): LawEngine {
  const { rows, arms: armsOf } = tables;
  const { group, kind } = chances;
  const sideOf = (i: number): Side => ({
    i,
    blocks: rows.blocks.subarray(rows.offsets[i]!, rows.offsets[i + 1]!),
  });
  const walk = (i: number, plan: WalkPlan): WalkResult =>
    (kind === "coins" ? coinWalk : stateWalk)(i, tables, chances, conditions, plan);
  /** Without shared blocks a walk depends on the coupled strata alone, and pairs of types ask for it again and again. */
  const apart = new Map<string, WalkResult>();
  const walkApart = (i: number, plan: WalkPlan): WalkResult => {
    const key = `${i}:${plan.coupled.join()}`;
    const known = apart.get(key);
    if (known) return known;
    const found = walk(i, plan);
    apart.set(key, found);
    return found;
  };

  const joint = (first: Side, second: Side, shared: ReadonlySet<number>): PairTable => {
    const ownI = groupsOf(first, shared, group);
    const ownJ = groupsOf(second, shared, group);
    const coupled = kind === "counts" ? [...ownI].filter((g) => ownJ.has(g)) : [];
    const strides = new Map<number, number>();
    let states = 1;
    for (const b of shared) {
      strides.set(b, states);
      states *= armsOf[b]!.length;
    }
    /** Chances of what both agents know are counted by the first, but for strata in which the second alone has blocks of its own. */
    const counted = (b: number, side: "first" | "second"): boolean => {
      const g = group[b]!;
      if (coupled.includes(g)) return false;
      if (kind === "coins") return side === "first" || !shared.has(b);
      const seconds = ownJ.has(g) && !ownI.has(g);
      return side === "second" ? seconds : !seconds;
    };
    const planOf = ({ blocks }: Side, side: "first" | "second"): WalkPlan => ({
      factor: Uint8Array.from(blocks, (b) => (counted(b, side) ? 1 : 0)),
      shared: Float64Array.from(blocks, (b) => strides.get(b) ?? 0),
      coupled: Int16Array.from(blocks, (b) => (shared.has(b) ? -1 : coupled.indexOf(group[b]!))),
      states,
      strata: coupled.length,
    });
    const by = shared.size === 0 && kind === "counts" ? walkApart : walk;
    return combined(
      by(first.i, planOf(first, "first")),
      by(second.i, planOf(second, "second")),
      [...shared],
      states,
      coupled,
    );
  };

  const combined = (
    one: WalkResult,
    two: WalkResult,
    shared: readonly number[],
    states: number,
    coupled: readonly number[],
  ): PairTable => {
    const table = emptyTable(conditions * conditions);
    const { arms } = chances;
    const spread = new Uint16Array(coupled.length * arms);
    const base = spread.slice();
    for (let state = 0; state < states; state++) {
      if (coupled.length > 0) sharedSpread(base, state, shared, coupled);
      for (let k = 0; k < one.keys; k++) {
        const rowI = (state * one.keys + k) * conditions;
        if (!reached(one, rowI, conditions)) continue;
        for (let m = 0; m < two.keys; m++) {
          const rowJ = (state * two.keys + m) * conditions;
          for (let x = 0; x < spread.length; x++)
            spread[x] = base[x]! + one.counts[k * spread.length + x]! + two.counts[m * spread.length + x]!;
          const p = spreadChance(spread, coupled, chances);
          if (p === 0) continue;
          addProduct(table, one, rowI, two, rowJ, p, conditions);
        }
      }
    }
    return table;
  };

  /** How many of the shared blocks of each coupled stratum are in each arm, in a shared state. */
  const sharedSpread = (
    spread: Uint16Array,
    state: number,
    shared: readonly number[],
    coupled: readonly number[],
  ): void => {
    spread.fill(0);
    let left = state;
    for (const b of shared) {
      const possible = armsOf[b]!;
      const q = coupled.indexOf(group[b]!);
      if (q >= 0) spread[q * chances.arms + possible[left % possible.length]!]!++;
      left = Math.floor(left / possible.length);
    }
  };

  const none: ReadonlySet<number> = new Set();
  return {
    single(i) {
      const { blocks } = sideOf(i);
      const { chance, can } = walk(i, {
        factor: new Uint8Array(blocks.length).fill(1),
        shared: new Float64Array(blocks.length),
        coupled: new Int16Array(blocks.length).fill(-1),
        states: 1,
        strata: 0,
      });
      return { joint: chance, possible: can };
    },
    pair(i, j) {
      const first = sideOf(i);
      const second = sideOf(j);
      const inSecond = new Set(second.blocks);
      return joint(first, second, new Set(first.blocks.filter((b) => inSecond.has(b))));
    },
    apart: (i, j) => joint(sideOf(i), sideOf(j), none),
  };
}

function groupsOf({ blocks }: Side, shared: ReadonlySet<number>, group: Uint32Array): Set<number> {
  return new Set(
    Array.from(
      blocks.filter((b) => !shared.has(b)),
      (b) => group[b]!,
    ),
  );
}

function emptyTable(size: number): PairTable {
  return { joint: new Float64Array(size), possible: new Uint8Array(size) };
}

function reached({ can }: WalkResult, from: number, conditions: number): boolean {
  for (let c = 0; c < conditions; c++) if (can[from + c] === 1) return true;
  return false;
}

function addProduct(
  { joint, possible }: PairTable,
  one: WalkResult,
  rowI: number,
  two: WalkResult,
  rowJ: number,
  p: number,
  conditions: number,
): void {
  for (let c = 0; c < conditions; c++) {
    if (one.can[rowI + c] === 0) continue;
    const weight = p * one.chance[rowI + c]!;
    for (let d = 0; d < conditions; d++) {
      if (two.can[rowJ + d] === 0) continue;
      joint[c * conditions + d]! += weight * two.chance[rowJ + d]!;
      possible[c * conditions + d] = 1;
    }
  }
}

/** P(given blocks are spread over the arms just so), by draws without replacement; 0 when there are not as many blocks. */
function spreadChance(
  spread: Uint16Array,
  coupled: readonly number[],
  { rows, sizes, arms }: Chances,
): number {
  let p = 1;
  for (let q = 0; q < coupled.length; q++) {
    const inArm = rows[coupled[q]!]!;
    let left = sizes[coupled[q]!]!;
    for (let a = 0; a < arms; a++) {
      for (let k = 0; k < spread[q * arms + a]!; k++) {
        if (k >= inArm[a]!) return 0;
        p *= (inArm[a]! - k) / left--;
      }
    }
  }
  return p;
}
