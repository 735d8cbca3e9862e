import { focalChances } from "./Chances.ts";
import type { ConditionRun } from "./conditionRuns.ts";
import type { PairProfile, PairSetting, PairTable, SharedBlock } from "./PairProfile.ts";

/** The law of a number of treated in-neighbours: chance of each number, and whether it can happen at all. */
interface CountLaw {
  readonly p: Float64Array;
  readonly can: Uint8Array;
}

/**
 * Makes the function that computes the exact joint law of two agents' conditions when blocks are independent coins. Given
 * the own arms and the blocks that touch both agents, the two conditions are independent, so the joint law is a sum over
 * the outcomes of the shared blocks of products of two one-agent laws; these come from the Poisson–binomial law of the
 * other blocks. `can` marks what is reached, so a chance too small for a double is not taken for an impossibility.
 *
 * Cost: O(degree²) for an agent, plus O(degree × outcomes of the shared blocks).
 */
export function coinTables(setting: PairSetting): (profile: PairProfile) => PairTable {
  const { chances, conditions, focal, run } = setting;
  const { chance, otherwise } = focalChances(chances, focal);
  const countLaw = (blocks: readonly SharedBlock[], weight: (block: SharedBlock) => number): CountLaw => {
    const most = blocks.reduce((total, block) => total + weight(block) * block.count, 0);
    const p = new Float64Array(most + 1);
    const can = new Uint8Array(most + 1);
    p[0] = can[0] = 1;
    let reached = 0;
    for (const block of blocks) {
      const w = weight(block);
      const yes = chance[block.group]!;
      const no = otherwise[block.group]!;
      for (let repeat = 0; repeat < block.count; repeat++) {
        reached += w;
        for (let x = reached; x >= 0; x--) {
          const from = x >= w ? x - w : -1;
          p[x] = no * p[x]! + (from >= 0 ? yes * p[from]! : 0);
          can[x] = (no > 0 && can[x] === 1) || (yes > 0 && from >= 0 && can[from] === 1) ? 1 : 0;
        }
      }
    }
    return { p, can };
  };
  return ({ i, j, others }) => {
    const shared = others.filter(({ wi, wj }) => wi > 0 && wj > 0);
    const lawI = countLaw(
      others.filter(({ wi, wj }) => wi > 0 && wj === 0),
      ({ wi }) => wi,
    );
    const lawJ = countLaw(
      others.filter(({ wi, wj }) => wi === 0 && wj > 0),
      ({ wj }) => wj,
    );
    const outcomes = sharedOutcomes(shared, chance, otherwise);
    const table: PairTable = {
      joint: new Float64Array(j ? conditions * conditions : conditions),
      possible: new Uint8Array(j ? conditions * conditions : conditions),
    };
    const add = (p: number, ai: number, aj: number, ti: number, tj: number): void => {
      for (const { x, y, chance: q } of outcomes) {
        const first = conditionLaw(run(i.degree, ai), ti + x, lawI, conditions);
        if (!j) {
          for (let c = 0; c < conditions; c++) put(table, c, p * q * first.p[c]!, first.can[c] === 1);
          continue;
        }
        const second = conditionLaw(run(j.degree, aj), tj + y, lawJ, conditions);
        for (let c = 0; c < conditions; c++) {
          if (first.can[c] === 0) continue;
          for (let d = 0; d < conditions; d++)
            put(table, c * conditions + d, p * q * first.p[c]! * second.p[d]!, second.can[d] === 1);
        }
      }
    };
    for (let ai = 0; ai < chances.arms; ai++) {
      const p = chances.rows[i.own.group]![ai]!;
      if (p === 0) continue;
      const ti = ai === focal ? i.own.wi : 0;
      const tj = ai === focal ? i.own.wj : 0;
      if (!j?.own) {
        add(p, ai, ai, ti, tj);
        continue;
      }
      for (let aj = 0; aj < chances.arms; aj++) {
        const next = chances.rows[j.own.group]![aj]!;
        const treated = aj === focal ? 1 : 0;
        if (next > 0) add(p * next, ai, aj, ti + treated * j.own.wi, tj + treated * j.own.wj);
      }
    }
    return table;
  };
}

function put({ joint, possible }: PairTable, at: number, p: number, can: boolean): void {
  if (!can) return;
  joint[at]! += p;
  possible[at] = 1;
}

/** The law of the condition, when t in-neighbours are treated already and the others follow a count law. */
function conditionLaw(run: ConditionRun, t: number, { p, can }: CountLaw, conditions: number): CountLaw {
  const law: CountLaw = { p: new Float64Array(conditions), can: new Uint8Array(conditions) };
  for (let x = 0; x < p.length; x++) {
    if (can[x] === 0) continue;
    const c = run.condition[t + x]!;
    law.p[c]! += p[x]!;
    law.can[c] = 1;
  }
  return law;
}

/** Numbers of treated in-neighbours of both agents that the shared blocks can bring, with their chances. */
function sharedOutcomes(
  shared: readonly SharedBlock[],
  chance: readonly number[],
  otherwise: readonly number[],
): { readonly x: number; readonly y: number; chance: number }[] {
  let outcomes = [{ x: 0, y: 0, chance: 1 }];
  for (const { group, wi, wj, count } of shared) {
    for (let repeat = 0; repeat < count; repeat++) {
      const next = new Map<string, { x: number; y: number; chance: number }>();
      const reach = (x: number, y: number, p: number): void => {
        const key = `${x},${y}`;
        const there = next.get(key);
        if (there) there.chance += p;
        else next.set(key, { x, y, chance: p });
      };
      for (const { x, y, chance: p } of outcomes) {
        if (otherwise[group]! > 0) reach(x, y, p * otherwise[group]!);
        if (chance[group]! > 0) reach(x + wi, y + wj, p * chance[group]!);
      }
      outcomes = [...next.values()];
    }
  }
  return outcomes;
}
