import { armChance } from "./Chances.ts";
import type { PairProfile, PairSetting, PairTable, SharedBlock } from "./PairProfile.ts";

/** Chances, and possibilities by construction, of "none" and "some" of the first agent (row) with those of the second. */
interface Cells {
  readonly p: readonly [number, number, number, number];
  readonly can: readonly [boolean, boolean, boolean, boolean];
}

/**
 * Makes the function that computes joint laws in closed form for rules that ask only "no treated in-neighbour, or some",
 * under fixed counts in one stratum. With S the blocks of both agents, I and J those of one only:
 * P(none, none) = P(no treated in S ∪ I ∪ J), P(none, some) = P(none in S ∪ I, some in J), and
 * P(some, some) = P(some in S) + P(none in S, some in I, some in J). All terms are sums of products of positive numbers, so
 * small probabilities keep their digits. Cost: O(first + second), in numbers of blocks, unless probabilities are small.
 */
export function zeroTables({
  chances,
  focal,
  conditions,
  run,
}: PairSetting): (profile: PairProfile) => PairTable {
  const blocks = chances.sizes[0]!;
  const treatedBlocks = chances.rows[0]![focal]!;
  return ({ i, j, others }) => {
    const alone = j === undefined;
    const same = j !== undefined && j.own === undefined;
    const own = alone || same ? 1 : 2;
    const both = count(others, ({ wi, wj }) => wi > 0 && wj > 0);
    const first = count(others, ({ wi, wj }) => wi > 0 && wj === 0);
    const second = count(others, ({ wi, wj }) => wi === 0 && wj > 0);
    const size = alone ? conditions : conditions * conditions;
    const table: PairTable = { joint: new Float64Array(size), possible: new Uint8Array(size) };
    for (let ai = 0; ai < chances.arms; ai++) {
      const p = armChance(chances, i.own.group, ai);
      if (p === 0) continue;
      const runI = run(i.total, ai);
      for (let aj = 0; aj < chances.arms; aj++) {
        if (own === 1 && aj !== ai) continue;
        const next = j?.own ? armChance(chances, j.own.group, aj, { group: i.own.group, arm: ai }) : 1;
        if (next === 0) continue;
        const taken = (ai === focal ? 1 : 0) + (own === 2 && aj === focal ? 1 : 0);
        const someI = (ai === focal && i.own.wi > 0) || (aj === focal && (j?.own?.wi ?? 0) > 0);
        const someJ = (ai === focal && i.own.wj > 0) || (aj === focal && (j?.own?.wj ?? 0) > 0);
        const { p: cell, can } = cells(blocks - own, treatedBlocks - taken, both, first, second);
        for (let k = 0; k < 4; k++) {
          if (!can[k]) continue;
          const c = runI.condition[Math.min(someI ? 1 : k >> 1, i.total)]!;
          const d = j ? run(j.total, aj).condition[Math.min(someJ ? 1 : k & 1, j.total)]! : 0;
          const at = alone ? c : c * conditions + d;
          table.joint[at]! += p * next * cell[k]!;
          table.possible[at] = 1;
        }
      }
    }
    return table;
  };
}

function count(others: readonly SharedBlock[], kind: (block: SharedBlock) => boolean): number {
  let total = 0;
  for (const block of others) if (kind(block)) total += block.count;
  return total;
}

/** Of `blocks` blocks `treated` are treated; `s` of them touch both agents, `a` the first only, `b` the second only. */
function cells(blocks: number, treated: number, s: number, a: number, b: number): Cells {
  // Two agents of some types may need more blocks than there are: no such pair exists, and nothing is said of it.
  if (s + a + b > blocks) return { p: [0, 0, 0, 0], can: [false, false, false, false] };
  const free = blocks - treated;
  const shared = noneOrSome(s, blocks, treated);
  const left = blocks - s;
  const first0 = noneOrSome(a, left, treated).none;
  const second0 = noneOrSome(b, left, treated).none;
  let someBoth = 0;
  if (a > 0 && b > 0 && treated >= 2) {
    // By the first treated block among those of the first agent; then one treated block less is left for the second.
    let none = 1;
    let nextNone = noneOrSome(b, left - 1, treated - 1).none;
    for (let k = 0; k < a && none > 0; k++) {
      const m = left - k - 1;
      // The complement keeps its digits unless it is small, and then it is summed up.
      const some = nextNone < 0.9 ? 1 - nextNone : noneOrSome(b, m, treated - 1).some;
      someBoth += ((none * treated) / (left - k)) * some;
      none *= Math.max(0, left - k - treated) / (left - k);
      // C(m − b, t)/C(m, t) for m − 1 from that for m, with t = treated − 1.
      const free = m - b - treated + 1;
      nextNone = free > 0 ? (nextNone * free * m) / ((m - b) * (m - treated + 1)) : 0;
    }
  }
  const after = first0 > 0 ? noneOrSome(b, left - a, treated) : { none: 0, some: 0 };
  const before = second0 > 0 ? noneOrSome(a, left - b, treated).some : 0;
  const shown = treated >= 1;
  return {
    p: [
      shared.none * first0 * after.none,
      shared.none * first0 * after.some,
      shared.none * second0 * before,
      shared.some + shared.none * someBoth,
    ],
    can: [
      free >= s + a + b,
      free >= s + a && b > 0 && shown,
      free >= s + b && a > 0 && shown,
      (s > 0 && shown) || (free >= s && a > 0 && b > 0 && treated >= 2),
    ],
  };
}

/** The chance that none, and that some, of k blocks out of so many are treated. */
function noneOrSome(k: number, blocks: number, treated: number): { none: number; some: number } {
  let none = 1;
  let some = 0;
  for (let t = 0; t < k; t++) {
    some += (none * treated) / (blocks - t);
    none *= Math.max(0, blocks - t - treated) / (blocks - t);
  }
  return { none, some };
}
