import type { Chances } from "./Chances.ts";
import type { ConditionRun } from "./conditionRuns.ts";

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
 * The exact joint law of two agents' conditions by a dynamic programme over the blocks that touch them. For each pair of
 * own arms, blocks are drawn one after another; a state holds the counts of treated in-neighbours so far, or, as soon as
 * nothing that remains can change an agent's condition, that condition alone. Under fixed counts a block's chance is the
 * share of treated among the blocks of its stratum not yet drawn, so every term is a product of plain positive fractions.
 * `possible` marks what is reached, so a probability too small for a double is not taken for an impossibility.
 *
 * Exact probabilities of Aronow and Samii (2017), equation 3, without listing assignments. Cost: O(blocks × states),
 * where states are at most degree² and usually few.
 */
export function pairTable(profile: PairProfile, setting: PairSetting): PairTable {
  const { chances, conditions, focal } = setting;
  const size = profile.j ? conditions * conditions : conditions;
  const table: PairTable = { joint: new Float64Array(size), possible: new Uint8Array(size) };
  const { i, j } = profile;
  for (let ai = 0; ai < chances.arms; ai++) {
    const first = ownChance(chances, i.own.group, ai);
    if (first === 0) continue;
    const ti = ai === focal ? i.own.wi : 0;
    const tj = ai === focal ? i.own.wj : 0;
    const runI = setting.run(i.degree, ai);
    if (!j) {
      addOutcomes(profile.others, setting, [{ group: i.own.group, arm: ai }], { first: runI, ti, tj, p: first }, table);
    } else if (!j.own) {
      addOutcomes(profile.others, setting, [{ group: i.own.group, arm: ai }], { first: runI, second: setting.run(j.degree, ai), ti, tj, p: first }, table);
    } else {
      for (let aj = 0; aj < chances.arms; aj++) {
        const taken = { group: i.own.group, arm: ai };
        const second = ownChance(chances, j.own.group, aj, taken);
        if (second === 0) continue;
        const start = {
          first: runI,
          second: setting.run(j.degree, aj),
          ti: ti + (aj === focal ? j.own.wi : 0),
          tj: tj + (aj === focal ? j.own.wj : 0),
          p: first * second,
        };
        addOutcomes(profile.others, setting, [taken, { group: j.own.group, arm: aj }], start, table);
      }
    }
  }
  return table;
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

/** Draws the other blocks from a start and adds where it ends to the table. */
function addOutcomes(others: readonly SharedBlock[], setting: PairSetting, taken: readonly Taken[], start: Start, table: PairTable): void {
  const { chances, conditions, focal } = setting;
  const { first, second } = start;
  let leftI = 0;
  let leftJ = 0;
  let drawn = 0;
  for (const block of others) {
    leftI += block.wi * block.count;
    leftJ += block.wj * block.count;
    drawn += block.count;
  }
  // A count is kept as itself above `conditions`; a settled agent as its condition, below.
  const settle = (run: ConditionRun | undefined, t: number, left: number): number => {
    if (run === undefined) return 0;
    return run.runEnd[t]! >= t + left ? run.condition[t]! : t + conditions;
  };
  const spanJ = (second?.condition.length ?? 0) + conditions;
  const spanU = chances.kind === "counts" ? drawn + 1 : 1;
  const keyOf = (si: number, sj: number, u: number, r: number): number => ((si * spanJ + sj) * spanU + u) * spanU + r;

  let states = new Map<number, number>([[keyOf(settle(first, start.ti, leftI), settle(second, start.tj, leftJ), 0, 0), start.p]]);
  let group = -1;
  let focalLeft = 0;
  let blocksLeft = 0;
  let chance = 0;
  let otherwise = 0;
  for (const block of others) {
    if (block.group !== group) {
      group = block.group;
      const row = chances.rows[group]!;
      if (chances.kind === "coins") {
        chance = row[focal]!;
        otherwise = row.reduce((rest, p, arm) => (arm === focal ? rest : rest + p), 0);
      } else {
        states = forgetDraws(states, spanU);
        focalLeft = row[focal]! - taken.filter((own) => own.group === group && own.arm === focal).length;
        blocksLeft = chances.sizes[group]! - taken.filter((own) => own.group === group).length;
      }
    }
    for (let repeat = 0; repeat < block.count; repeat++) {
      leftI -= block.wi;
      leftJ -= block.wj;
      const next = new Map<number, number>();
      const add = (key: number, p: number): void => {
        next.set(key, (next.get(key) ?? 0) + p);
      };
      for (const [key, p] of states) {
        const r = key % spanU;
        const u = Math.floor(key / spanU) % spanU;
        const pair = Math.floor(key / (spanU * spanU));
        const sj = pair % spanJ;
        const si = Math.floor(pair / spanJ);
        const movesI = block.wi > 0 && si >= conditions;
        const movesJ = block.wj > 0 && sj >= conditions;
        if (!movesI && !movesJ) {
          add(key, p);
          continue;
        }
        const step = (weight: 0 | 1): number => {
          const ni = movesI ? settle(first, si - conditions + weight * block.wi, leftI) : si;
          const nj = movesJ ? settle(second, sj - conditions + weight * block.wj, leftJ) : sj;
          return chances.kind === "counts" ? keyOf(ni, nj, u + 1, r + weight) : keyOf(ni, nj, 0, 0);
        };
        if (chances.kind === "counts") {
          chance = (focalLeft - r) / (blocksLeft - u);
          otherwise = (blocksLeft - u - (focalLeft - r)) / (blocksLeft - u);
        }
        if (chance > 0) add(step(1), p * chance);
        if (otherwise > 0) add(step(0), p * otherwise);
      }
      states = next;
    }
  }
  for (const [key, p] of states) {
    const pair = Math.floor(key / (spanU * spanU));
    const cell = second ? Math.floor(pair / spanJ) * conditions + (pair % spanJ) : Math.floor(pair / spanJ);
    table.joint[cell]! += p;
    table.possible[cell] = 1;
  }
}

/** Between strata only the counts of treated in-neighbours matter, not which blocks were drawn. */
function forgetDraws(states: ReadonlyMap<number, number>, spanU: number): Map<number, number> {
  const merged = new Map<number, number>();
  for (const [key, p] of states) {
    const kept = key - (key % (spanU * spanU));
    merged.set(kept, (merged.get(kept) ?? 0) + p);
  }
  return merged;
}
