import { degree, type Network } from "../network/Network.ts";
import type { PairLaw } from "./PairProbabilities.ts";
import type { PairSetting, PairTable } from "./PairProfile.ts";
import { lawOfTable, type PairProfiles } from "./pairProfiles.ts";
import { eachBlockOfPair, type Touch } from "./touch.ts";
import { type ZeroPair, zeroTables } from "./zeroTables.ts";

/** Whether conditions depend on treated in-neighbours only through "none or some", so that closed forms exist. */
export function isZeroRule(network: Network, setting: PairSetting): boolean {
  const { chances, run } = setting;
  if (chances.kind === "counts" && chances.rows.length > 1) return false;
  const degrees = new Set(Array.from({ length: network.n }, (_, i) => degree(network, i)));
  for (const d of degrees)
    for (let own = 0; own < chances.arms; own++) if (run(d, own).open > 1) return false;
  return true;
}

/**
 * The look-up of laws for such a rule, by closed forms in the blocks that touch both agents, the first only and the second
 * only. Where all blocks have the same chances, only the numbers of these blocks matter, and tables are kept by them.
 * Cost of a pair: O(degrees).
 */
export function zeroPairs(
  network: Network,
  block: Uint32Array,
  rows: Touch,
  setting: PairSetting,
): PairProfiles {
  const { chances, conditions } = setting;
  const compute = zeroTables(setting);
  const uniform = chances.rows.length === 1;
  const kept = new Map<number, PairLaw>();
  const span = longestRow(rows) + 1;
  const lawOf = (pair: ZeroPair): PairLaw => {
    if (!uniform) return lawOfTable(compute(pair), conditions);
    const flags =
      (pair.same ? 1 : 0) +
      (pair.hears.ownI ? 2 : 0) +
      (pair.hears.iJ ? 4 : 0) +
      (pair.hears.jI ? 8 : 0) +
      (pair.hears.ownJ ? 16 : 0);
    const listening = (pair.degreeI > 0 ? 32 : 0) + (pair.degreeJ! > 0 ? 64 : 0);
    const key =
      ((pair.both.length * span + pair.first.length) * span + pair.second.length) * 128 + flags + listening;
    let law = kept.get(key);
    if (law === undefined) {
      law = lawOfTable(compute(pair), conditions);
      kept.set(key, law);
    }
    return law;
  };

  const both: number[] = [];
  const first: number[] = [];
  const second: number[] = [];
  const groupOf = (i: number): number => chances.group[block[i]!]!;
  const single = (i: number): ZeroPair => {
    const others: number[] = [];
    let hearsOwn = false;
    for (let k = rows.offsets[i]!; k < rows.offsets[i + 1]!; k++) {
      if (rows.blocks[k] === block[i]) hearsOwn = rows.weights[k]! > 0;
      else others.push(chances.group[rows.blocks[k]!]!);
    }
    const hears = { ownI: hearsOwn, iJ: false, jI: false, ownJ: false };
    return {
      degreeI: degree(network, i),
      groupI: groupOf(i),
      groupJ: 0,
      same: false,
      hears,
      both: [],
      first: others,
      second: [],
    };
  };
  const pairOf = (i: number, j: number): ZeroPair => {
    both.length = first.length = second.length = 0;
    const hears = { ownI: false, iJ: false, jI: false, ownJ: false };
    const ownI = block[i]!;
    const ownJ = block[j]!;
    eachBlockOfPair(rows, i, j, (b, wi, wj) => {
      if (b === ownI || b === ownJ) {
        if (b === ownI) hears.ownI = wi > 0;
        else hears.iJ = wi > 0;
        if (b === ownJ) hears.ownJ = wj > 0;
        else hears.jI = wj > 0;
      } else if (wi > 0 && wj > 0) both.push(chances.group[b]!);
      else if (wi > 0) first.push(chances.group[b]!);
      else if (wj > 0) second.push(chances.group[b]!);
    });
    return {
      degreeI: degree(network, i),
      degreeJ: degree(network, j),
      groupI: groupOf(i),
      groupJ: groupOf(j),
      same: ownI === ownJ,
      hears,
      both,
      first,
      second,
    };
  };
  const apart = (a: ZeroPair, b: ZeroPair): ZeroPair => ({
    ...a,
    degreeJ: b.degreeI,
    groupJ: b.groupI,
    hears: { ownI: a.hears.ownI, iJ: false, jI: false, ownJ: b.hears.ownI },
    second: b.first,
  });
  const singles = (i: number): PairTable => compute(single(i));
  return {
    single: singles,
    pair: (i, j) => lawOf(pairOf(i, j)),
    apart: (i, j) => lawOf(apart(single(i), single(j))),
    typeOf: (i) => {
      const { degreeI, first: others, hears } = single(i);
      return `${degreeI > 0},${groupOf(i)},${hears.ownI},${uniform ? others.length : [...others].sort().join()}`;
    },
    shares: uniform,
  };
}

function longestRow({ offsets }: Touch): number {
  let longest = 0;
  for (let i = 0; i + 1 < offsets.length; i++) longest = Math.max(longest, offsets[i + 1]! - offsets[i]!);
  return longest;
}
