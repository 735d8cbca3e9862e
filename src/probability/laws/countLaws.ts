import { countTables } from "./countTables.ts";
import { eachBlockOfPair, type Incidence } from "./incidence.ts";
import type { LawEngine } from "./LawEngine.ts";
import type { PairProfile, PairSetting, SharedBlock } from "./PairProfile.ts";
import { wayTables } from "./wayTables.ts";
import { zeroTables } from "./zeroTables.ts";

interface Counted {
  readonly group: number;
  readonly wi: number;
  readonly wj: number;
  count: number;
}

/** Surroundings of single agents that are kept: those of one agent of each type are asked for with every other. */
const MOST_PROFILES = 10_000;

/**
 * Exact laws under fixed counts: what surrounds an agent or a pair is written as a counted multiset of blocks, and its law
 * computed by a closed form where conditions ask only "none or some", from numbers of ways where doses are sets of bits or sums side by
 * side, otherwise by a dynamic programme.
 */
export function countLaws(
  rows: Incidence,
  block: Uint32Array,
  total: Uint32Array,
  setting: PairSetting,
): LawEngine {
  const { chances } = setting;
  const zero = isZeroRule(total, setting);
  const ways = !zero && (setting.bits || setting.alike) ? wayTables(setting) : undefined;
  const compute = zero ? zeroTables(setting) : (ways?.of ?? countTables(setting));
  const singleProfile = (i: number): PairProfile => {
    const found = counter();
    let own = { group: chances.group[block[i]!]!, wi: 0, wj: 0 };
    for (let k = rows.offsets[i]!; k < rows.offsets[i + 1]!; k++) {
      const b = rows.blocks[k]!;
      const group = chances.group[b]!;
      if (b === block[i]) own = { group, wi: rows.weights[k]!, wj: 0 };
      else found.add(group, rows.weights[k]!, 0);
    }
    return { i: { total: total[i]!, own }, others: found.sorted() };
  };
  const pairProfile = (i: number, j: number): PairProfile => {
    const found = counter();
    const ownBlockI = block[i]!;
    const ownBlockJ = block[j]!;
    let ownI = { group: 0, wi: 0, wj: 0 };
    let ownJ = ownI;
    eachBlockOfPair(rows, i, j, (b, wi, wj) => {
      const group = chances.group[b]!;
      if (b === ownBlockI) ownI = { group, wi, wj };
      else if (b === ownBlockJ) ownJ = { group, wi, wj };
      else found.add(group, wi, wj);
    });
    const second = { total: total[j]!, ...(ownBlockI === ownBlockJ ? {} : { own: ownJ }) };
    return { i: { total: total[i]!, own: ownI }, j: second, others: found.sorted() };
  };
  const profiles = new Map<number, PairProfile>();
  const profileOf = (i: number): PairProfile => {
    const known = profiles.get(i);
    if (known) return known;
    const found = singleProfile(i);
    if (profiles.size < MOST_PROFILES) profiles.set(i, found);
    return found;
  };
  return {
    single: (i) => compute(profileOf(i)),
    pair: (i, j) => compute(pairProfile(i, j)),
    apart: (i, j) => {
      const [first, second] = [profileOf(i), profileOf(j)];
      return ways?.apart(first, second) ?? compute(apartProfile(first, second));
    },
  };
}

/** Whether conditions depend on treated in-neighbours only through "none or some" and there is one stratum, so that closed forms exist. */
function isZeroRule(total: Uint32Array, { chances, run, bits }: PairSetting): boolean {
  if (chances.rows.length > 1 || bits) return false;
  for (const t of new Set(total)) {
    for (let own = 0; own < chances.arms; own++) if (run(t, own).open > 1) return false;
  }
  return true;
}

/** Two single profiles side by side: the blocks of the second are other blocks than those of the first. */
function apartProfile(first: PairProfile, second: PairProfile): PairProfile {
  const found = counter();
  for (const { group, wi, count } of first.others) found.add(group, wi, 0, count);
  for (const { group, wi, count } of second.others) found.add(group, 0, wi, count);
  const own = { group: second.i.own.group, wi: 0, wj: second.i.own.wi };
  return { i: first.i, j: { total: second.i.total, own }, others: found.sorted() };
}

/** Counts equal blocks. Few kinds occur in one pair, so a list searched from its start beats a map. */
function counter(): {
  add(group: number, wi: number, wj: number, count?: number): void;
  sorted(): readonly SharedBlock[];
} {
  const kinds: Counted[] = [];
  return {
    add(group, wi, wj, count = 1) {
      for (const kind of kinds) {
        if (kind.group === group && kind.wi === wi && kind.wj === wj) {
          kind.count += count;
          return;
        }
      }
      kinds.push({ group, wi, wj, count });
    },
    // Strata one after another; in each the blocks that touch both agents come first, then those of i: its condition is
    // settled before the doses of j spread.
    sorted: () =>
      kinds.sort((a, b) => a.group - b.group || reach(a) - reach(b) || a.wi - b.wi || a.wj - b.wj),
  };
}

const reach = ({ wi, wj }: Counted): number => (wi > 0 && wj > 0 ? 0 : wi > 0 ? 1 : 2);
