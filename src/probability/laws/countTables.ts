import { armChance, type Taken } from "./Chances.ts";
import type { ConditionRun } from "./conditionRuns.ts";
import { combined } from "./doseLaw.ts";
import type { PairProfile, PairSetting, PairTable, SharedBlock } from "./PairProfile.ts";
import { type StateSet, stateSet } from "./stateSet.ts";

/**
 * Makes the function that computes the exact joint law of two agents' conditions under fixed counts, by a dynamic
 * programme over the blocks that touch them. For each pair of own arms, blocks are drawn one after another; a state holds
 * the doses so far, or, as soon as nothing that remains can change an agent's condition, that
 * condition alone. A block's chance is the share of treated among the blocks of its stratum not yet drawn, so every term
 * is a product of plain positive fractions. `possible` marks what is reached, so a probability too small for a double is not
 * taken for an impossibility.
 *
 * Exact probabilities of Aronow and Samii (2017), equation 3, without listing assignments. Cost: O(blocks × states),
 * where states are at most degree² and usually few. The function keeps scratch memory between calls.
 */
export function countTables(setting: PairSetting): (profile: PairProfile) => PairTable {
  const { chances, conditions, focal } = setting;
  const walk = blockWalk(setting);
  const combine = combined(setting.bits);
  return ({ i, j, others }) => {
    const size = j ? conditions * conditions : conditions;
    const table: PairTable = { joint: new Float64Array(size), possible: new Uint8Array(size) };
    for (let ai = 0; ai < chances.arms; ai++) {
      const p = armChance(chances, i.own.group, ai);
      if (p === 0) continue;
      const taken = { group: i.own.group, arm: ai };
      const first = setting.run(i.total, ai);
      const ti = ai === focal ? combine(0, i.own.wi, first.open) : 0;
      const tj = ai === focal ? i.own.wj : 0;
      if (!j) {
        walk(others, [taken], { first, ti, tj, p }, table);
      } else if (!j.own) {
        walk(others, [taken], { first, second: setting.run(j.total, ai), ti, tj, p }, table);
      } else {
        for (let aj = 0; aj < chances.arms; aj++) {
          const next = armChance(chances, j.own.group, aj, taken);
          if (next === 0) continue;
          const second = setting.run(j.total, aj);
          const treated = aj === focal ? 1 : 0;
          const start = {
            first,
            second,
            ti: combine(ti, treated * j.own.wi, first.open),
            tj: combine(tj, treated * j.own.wj, second.open),
            p: p * next,
          };
          walk(others, [taken, { group: j.own.group, arm: aj }], start, table);
        }
      }
    }
    return table;
  };
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
function blockWalk({ chances, conditions, focal, bits }: PairSetting): Walk {
  const combine = combined(bits);
  // What is to come is the dose of the blocks not yet drawn; of sets of bits only whether there are any.
  const toCome = (dose: number): number => (bits ? Math.min(1, dose) : dose);
  let now = stateSet();
  let next = stateSet();
  return (others, taken, { first, second, ti, tj, p: startP }, table) => {
    let leftI = 0;
    let leftJ = 0;
    let drawn = 0;
    for (const block of others) {
      leftI += toCome(block.wi) * block.count;
      leftJ += toCome(block.wj) * block.count;
      drawn += block.count;
    }
    const spanU = drawn + 1;
    for (const set of [now, next])
      set.reset(conditions + first.open, conditions + (second?.open ?? 0), spanU);
    // An agent is kept as its condition when that is settled, else as its count above `conditions`.
    const settle = (run: ConditionRun | undefined, t: number, left: number): number => {
      if (run === undefined) return 0;
      const settled = t >= run.open || (bits ? left === 0 : run.runEnd[t]! >= t + left);
      return settled ? run.condition[t]! : t + conditions;
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
    for (const block of others) {
      if (block.group !== group) {
        group = block.group;
        // Between strata only the numbers of treated in-neighbours matter, not which blocks were drawn.
        next.clear();
        for (let k = 0; k < now.size; k++) next.add(now.si[k]!, now.sj[k]!, 0, 0, now.p[k]!);
        [now, next] = [next, now];
        focalLeft = chances.rows[group]![focal]!;
        blocksLeft = chances.sizes[group]!;
        for (const own of taken) {
          if (own.group !== group) continue;
          blocksLeft--;
          if (own.arm === focal) focalLeft--;
        }
      }
      for (let repeat = 0; repeat < block.count && now.size > 0; repeat++) {
        leftI -= toCome(block.wi);
        leftJ -= toCome(block.wj);
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
          const left = blocksLeft - u;
          const treated = focalLeft - r;
          // Two agents of some types may need more blocks than there are: no such pair exists, and nothing is said of it.
          if (left <= 0) continue;
          for (let weight = 0; weight < 2; weight++) {
            const step = (weight === 1 ? treated : left - treated) / left;
            if (step <= 0) continue;
            const ni = movesI
              ? settle(first, combine(si - conditions, weight * block.wi, first.open), leftI)
              : si;
            const nj = movesJ
              ? settle(second, combine(sj - conditions, weight * block.wj, second!.open), leftJ)
              : sj;
            put(next, ni, nj, u + 1, r + weight, p * step);
          }
        }
        [now, next] = [next, now];
      }
    }
  };
}
