import { armChance, type Taken } from "./Chances.ts";
import { countTables } from "./countTables.ts";
import type { PairProfile, PairSetting, PairTable, SharedBlock } from "./PairProfile.ts";

/** Sets of bits times numbers of treated blocks up to which all of them are counted side by side. */
const MOST_CELLS = 1 << 16;
/** Blocks of one stratum up to which numbers of choices fit a double: C(1000, 500) is 2.7e299. */
const MOST_BLOCKS = 1000;
/** Chances of choices that are kept. */
const MOST_KEPT = 100_000;

/** In how many ways the blocks of one stratum bring each set of bits, by how many of them are treated: [set × (blocks + 1) + treated]. */
interface Choices {
  readonly group: number;
  readonly blocks: number;
  readonly ways: Float64Array;
}

/**
 * Makes the function that computes the joint law of two agents' conditions under fixed counts where doses are sets of bits, as with several
 * candidate networks. Within a stratum a choice of treated blocks has a chance that depends on nothing but how many there are,
 *
 *     f(r) = K⋯(K − r + 1) · (N − K)⋯(N − K − D + r + 1) / (N⋯(N − D + 1))
 *
 * for r treated of D blocks, K of the stratum's N treated. So the ways to bring each set of bits with r treated blocks are counted first, once for all own
 * arms, and weighted by f after. Strata are independent: their sets are united. All terms are positive, so small probabilities keep their digits,
 * and what can happen is read off the numbers of ways, which never underflow.
 *
 * Cost: O(kinds of blocks × sets × blocks), and sets² for each further stratum. Where sets are too many, {@link countTables}.
 */
export function setTables(setting: PairSetting): (profile: PairProfile) => PairTable {
  const { chances, conditions, focal } = setting;
  const byWalk = countTables(setting);
  const chanceOf = choiceChances(setting);
  return (profile) => {
    const { i, j, others } = profile;
    const shift = 32 - Math.clz32(i.total);
    const width = shift + (j ? 32 - Math.clz32(j.total) : 0);
    const sets = 2 ** Math.min(width, 30);
    const drawn = others.reduce((all, { count }) => all + count, 0);
    if (width > 16 || sets * (drawn + 1) > MOST_CELLS || drawn > MOST_BLOCKS) return byWalk(profile);
    const strata = strataOf(others).map((blocks) => choicesOf(blocks, sets, shift));
    const table: PairTable = {
      joint: new Float64Array(j ? conditions * conditions : conditions),
      possible: new Uint8Array(j ? conditions * conditions : conditions),
    };
    const add = (ai: number, aj: number | undefined, p: number, taken: readonly Taken[], start: number) => {
      const first = setting.run(i.total, ai).condition;
      const second = j && setting.run(j.total, aj ?? ai).condition;
      let now = { p: new Float64Array(sets), can: new Uint8Array(sets) };
      now.p[start] = p;
      now.can[start] = 1;
      for (const choices of strata) now = united(now, choices, chanceOf(choices, taken), sets);
      const low = 2 ** shift - 1;
      for (let s = 0; s < sets; s++) {
        if (now.can[s] === 0) continue;
        const at = second ? first[s & low]! * conditions + second[s >>> shift]! : first[s]!;
        table.joint[at]! += now.p[s]!;
        table.possible[at] = 1;
      }
    };
    for (let ai = 0; ai < chances.arms; ai++) {
      const p = armChance(chances, i.own.group, ai);
      if (p === 0) continue;
      const taken = { group: i.own.group, arm: ai };
      const start = ai === focal ? i.own.wi | (j ? i.own.wj << shift : 0) : 0;
      if (!j?.own) {
        add(ai, undefined, p, [taken], start);
        continue;
      }
      for (let aj = 0; aj < chances.arms; aj++) {
        const next = armChance(chances, j.own.group, aj, taken);
        if (next === 0) continue;
        const both = aj === focal ? start | j.own.wi | (j.own.wj << shift) : start;
        add(ai, aj, p * next, [taken, { group: j.own.group, arm: aj }], both);
      }
    }
    return table;
  };
}

/** Blocks of one stratum together; they come sorted by stratum. */
function strataOf(others: readonly SharedBlock[]): SharedBlock[][] {
  const strata: SharedBlock[][] = [];
  for (const block of others) {
    if (block.wi === 0 && block.wj === 0) continue;
    const last = strata.at(-1);
    if (last && last[0]!.group === block.group) last.push(block);
    else strata.push([block]);
  }
  return strata;
}

/** Counts the ways kind by kind: of a kind's blocks some t are treated in C(count, t) ways, and bring its bits if t > 0. */
function choicesOf(kinds: readonly SharedBlock[], sets: number, shift: number): Choices {
  const blocks = kinds.reduce((all, { count }) => all + count, 0);
  const width = blocks + 1;
  const ways = new Float64Array(sets * width);
  ways[0] = 1;
  const met = new Uint8Array(sets);
  met[0] = 1;
  let before = 0;
  for (const { wi, wj, count } of kinds) {
    const bits = wi | (wj << shift);
    // Sets with all of these bits first: they stay themselves, and what others bring is not moved twice.
    for (let pass = 0; pass < 2; pass++)
      for (let s = 0; s < sets; s++) {
        if (met[s] === 0) continue;
        const to = s | bits;
        if ((to === s) !== (pass === 0)) continue;
        met[to] = 1;
        for (let r = before; r >= 0; r--) {
          const from = ways[s * width + r]!;
          if (from === 0) continue;
          let choices = 1;
          for (let t = 1; t <= count; t++) {
            choices = (choices * (count - t + 1)) / t;
            ways[to * width + r + t]! += choices * from;
          }
        }
      }
    before += count;
  }
  return { group: kinds[0]!.group, blocks, ways };
}

/** The chance of one choice of r treated blocks, for r from 0 to all; −1 where there is none. Kept, as few are met. */
function choiceChances({
  chances,
  focal,
}: PairSetting): (choices: Choices, taken: readonly Taken[]) => Float64Array {
  const kept = new Map<number, Float64Array>();
  return ({ group, blocks }, taken) => {
    let [own, treatedOwn] = [0, 0];
    for (const one of taken) {
      if (one.group !== group) continue;
      own++;
      if (one.arm === focal) treatedOwn++;
    }
    const key = ((group * (MOST_BLOCKS + 1) + blocks) * 3 + own) * 3 + treatedOwn;
    const known = kept.get(key);
    if (known) return known;
    const n = chances.sizes[group]! - own;
    const k = chances.rows[group]![focal]! - treatedOwn;
    const found = Float64Array.from({ length: blocks + 1 }, (_, r) => {
      if (r > k || blocks - r > n - k) return -1;
      let chance = 1;
      for (let q = 0; q < r; q++) chance *= (k - q) / (n - q);
      for (let q = 0; q < blocks - r; q++) chance *= (n - k - q) / (n - r - q);
      return chance;
    });
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, found);
    return found;
  };
}

interface Sets {
  readonly p: Float64Array<ArrayBuffer>;
  readonly can: Uint8Array<ArrayBuffer>;
}

/** The law of the union of what was there and what a stratum brings. */
function united(before: Sets, { blocks, ways }: Choices, chance: Float64Array, sets: number): Sets {
  const after = { p: new Float64Array(sets), can: new Uint8Array(sets) };
  const there: number[] = [];
  for (let b = 0; b < sets; b++) if (before.can[b] === 1) there.push(b);
  for (let s = 0; s < sets; s++) {
    let brought = 0;
    let can = false;
    for (let r = 0; r <= blocks; r++) {
      const way = ways[s * (blocks + 1) + r]!;
      if (way === 0 || chance[r]! < 0) continue;
      brought += way * chance[r]!;
      can = true;
    }
    if (!can) continue;
    for (const b of there) {
      after.p[b | s]! += before.p[b]! * brought;
      after.can[b | s] = 1;
    }
  }
  return after;
}
