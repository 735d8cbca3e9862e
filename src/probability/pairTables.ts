import type { Chances } from "./Chances.ts";
import type { ConditionRun } from "./conditionRuns.ts";
import { type StateSet, stateSet } from "./stateSet.ts";

/** A block that decides about two agents: its group, and how many in-neighbours of each it holds. `count` such blocks. */
export interface SharedBlock {
  readonly group: number;
  readonly wi: number;
  readonly wj: number;
  readonly count: number;
}

/** What the joint law of two agents' conditions depends on. For one agent alone, leave `j` out. */
export interface PairProfile {
  readonly i: { readonly degree: number; readonly own: Omit<SharedBlock, "count"> };
  /** `own` is absent when both agents are in one block. */
  readonly j?: { readonly degree: number; readonly own?: Omit<SharedBlock, "count"> };
  /** All other blocks that touch either agent, those of one group together, and in a group those that touch both first, then those of i. */
  readonly others: readonly SharedBlock[];
}

/** Joint probabilities of two agents' conditions at index c × conditions + d, and which can happen at all. */
export interface PairTable {
  readonly joint: Float64Array;
  readonly possible: Uint8Array;
}

/** What is the same for all pairs: the chances of blocks, the counted arm, and the tabulated rule. */
export interface PairSetting {
  readonly chances: Chances;
  readonly focal: number;
  readonly conditions: number;
  readonly run: (degree: number, own: number) => ConditionRun;
}

/**
 * Makes the function that computes the exact joint law of two agents' conditions, by a dynamic programme over the blocks
 * that touch them. For each pair of own arms, blocks are drawn one after another; a state holds the counts of treated
 * in-neighbours so far, or, as soon as nothing that remains can change an agent's condition, that condition alone. Under
 * fixed counts a block's chance is the share of treated among the blocks of its stratum not yet drawn, so every term is a
 * product of plain positive fractions. `possible` marks what is reached, so a probability too small for a double is not
 * taken for an impossibility.
 *
 * Exact probabilities of Aronow and Samii (2017), equation 3, without listing assignments. Cost: O(blocks × states),
 * where states are at most degree² and usually few. The function keeps scratch memory between calls.
 */
export function pairTables(setting: PairSetting): (profile: PairProfile) => PairTable {
  const { chances, conditions, focal } = setting;
  const walk = blockWalk(setting);
  return ({ i, j, others }) => {
    const size = j ? conditions * conditions : conditions;
    const table: PairTable = { joint: new Float64Array(size), possible: new Uint8Array(size) };
    for (let ai = 0; ai < chances.arms; ai++) {
      const p = ownChance(chances, i.own.group, ai);
      if (p === 0) continue;
      const taken = { group: i.own.group, arm: ai };
      const ti = ai === focal ? i.own.wi : 0;
      const tj = ai === focal ? i.own.wj : 0;
      const first = setting.run(i.degree, ai);
      if (!j) {
        walk(others, [taken], { first, ti, tj, p }, table);
      } else if (!j.own) {
        walk(others, [taken], { first, second: setting.run(j.degree, ai), ti, tj, p }, table);
      } else {
        for (let aj = 0; aj < chances.arms; aj++) {
          const next = ownChance(chances, j.own.group, aj, taken);
          if (next === 0) continue;
          const second = setting.run(j.degree, aj);
          const treated = aj === focal ? 1 : 0;
          const start = {
            first,
            second,
            ti: ti + treated * j.own.wi,
            tj: tj + treated * j.own.wj,
            p: p * next,
          };
          walk(others, [taken, { group: j.own.group, arm: aj }], start, table);
        }
      }
    }
    return table;
  };
}

interface Taken {
  readonly group: number;
  readonly arm: number;
}

/** P(a block of the group is in the arm), given another block's arm. */
function ownChance({ kind, rows, sizes }: Chances, group: number, arm: number, taken?: Taken): number {
  const inArm = rows[group]![arm]!;
  if (kind === "coins") return inArm;
  if (taken?.group !== group) return inArm / sizes[group]!;
  return (inArm - (taken.arm === arm ? 1 : 0)) / (sizes[group]! - 1);
}

interface Start {
  readonly first: ConditionRun;
  readonly second?: ConditionRun;
  readonly ti: number;
  readonly tj: number;
  readonly p: number;
}

type Walk = (others: readonly SharedBlock[], taken: readonly Taken[], start: Start, table: PairTable) => void;

/** Draws the other blocks from a start and adds where it ends to the table. */
function blockWalk({ chances, conditions, focal }: PairSetting): Walk {
  const counted = chances.kind === "counts";
  let now = stateSet();
  let next = stateSet();
  return (others, taken, { first, second, ti, tj, p: startP }, table) => {
    let leftI = 0;
    let leftJ = 0;
    let drawn = 0;
    for (const block of others) {
      leftI += block.wi * block.count;
      leftJ += block.wj * block.count;
      drawn += block.count;
    }
    const spanU = counted ? drawn + 1 : 1;
    for (const set of [now, next])
      set.reset(conditions + first.open, conditions + (second?.open ?? 0), spanU);
    // An agent is kept as its condition when that is settled, else as its count above `conditions`.
    const settle = (run: ConditionRun | undefined, t: number, left: number): number => {
      if (run === undefined) return 0;
      return run.runEnd[t]! >= t + left ? run.condition[t]! : t + conditions;
    };
    const put = (set: StateSet, si: number, sj: number, u: number, r: number, p: number): void => {
      if (si < conditions && sj < conditions) {
        const cell = second ? si * conditions + sj : si;
        table.joint[cell]! += p;
        table.possible[cell] = 1;
      } else set.add(si, sj, u, r, p);
    };
    put(now, settle(first, ti, leftI), settle(second, tj, leftJ), 0, 0, startP);
    let group = -1;
    let focalLeft = 0;
    let blocksLeft = 0;
    let chance = 0;
    let otherwise = 0;
    for (const block of others) {
      if (block.group !== group) {
        group = block.group;
        const row = chances.rows[group]!;
        if (counted) {
          // Between strata only the counts of treated in-neighbours matter, not which blocks were drawn.
          next.clear();
          for (let k = 0; k < now.size; k++) next.add(now.si[k]!, now.sj[k]!, 0, 0, now.p[k]!);
          [now, next] = [next, now];
          focalLeft = row[focal]!;
          blocksLeft = chances.sizes[group]!;
          for (const own of taken) {
            if (own.group !== group) continue;
            blocksLeft--;
            if (own.arm === focal) focalLeft--;
          }
        } else {
          chance = row[focal]!;
          otherwise = 0;
          for (let arm = 0; arm < row.length; arm++) if (arm !== focal) otherwise += row[arm]!;
        }
      }
      for (let repeat = 0; repeat < block.count && now.size > 0; repeat++) {
        leftI -= block.wi;
        leftJ -= block.wj;
        next.clear();
        for (let k = 0; k < now.size; k++) {
          const si = now.si[k]!;
          const sj = now.sj[k]!;
          const u = now.u[k]!;
          const r = now.r[k]!;
          const p = now.p[k]!;
          const movesI = block.wi > 0 && si >= conditions;
          const movesJ = block.wj > 0 && sj >= conditions;
          if (!movesI && !movesJ) {
            next.add(si, sj, u, r, p);
            continue;
          }
          if (counted) {
            const left = blocksLeft - u;
            chance = (focalLeft - r) / left;
            otherwise = (left - (focalLeft - r)) / left;
          }
          for (let weight = 0; weight < 2; weight++) {
            const step = weight === 1 ? chance : otherwise;
            if (!(step > 0)) continue;
            const ni = movesI ? settle(first, si - conditions + weight * block.wi, leftI) : si;
            const nj = movesJ ? settle(second, sj - conditions + weight * block.wj, leftJ) : sj;
            put(next, ni, nj, counted ? u + 1 : 0, counted ? r + weight : 0, p * step);
          }
        }
        [now, next] = [next, now];
      }
    }
  };
}
