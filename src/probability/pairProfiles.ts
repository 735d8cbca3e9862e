import type { Network } from "../network/Network.ts";
import { degree } from "../network/Network.ts";
import type { Chances } from "./Chances.ts";
import { coinTables } from "./coinTables.ts";
import { countTables } from "./countTables.ts";
import type { PairLaw } from "./PairProbabilities.ts";
import type { PairProfile, PairSetting, PairTable, SharedBlock } from "./PairProfile.ts";
import { eachBlockOfPair, type Touch } from "./touch.ts";

/** Looks up joint tables by what they depend on, so that millions of dependent pairs cost a handful of programmes. */
export interface PairProfiles {
  /** The law of one agent's condition. */
  single(i: number): PairTable;
  /** The joint law of two agents' conditions. */
  pair(i: number, j: number): PairLaw;
  /** The same as if the two agents had no block in common; also for an agent and itself. */
  apart(i: number, j: number): PairLaw;
  /** A text that is equal for agents with equal single profiles. */
  typeOf(i: number): string;
  /** Whether equal laws are one object, so that a list of them stays short. */
  readonly shares: boolean;
}

interface Counted {
  readonly group: number;
  readonly wi: number;
  readonly wj: number;
  count: number;
}

/** Makes the look-up. Profiles are counted multisets of blocks; tables are kept by the text of their profile. */
export function pairProfiles(
  network: Network,
  block: Uint32Array,
  rows: Touch,
  setting: PairSetting,
): PairProfiles {
  const { chances } = setting;
  const compute = chances.kind === "coins" ? coinTables(setting) : countTables(setting);
  const singles = remembered(compute);
  const pairs = remembered((profile) => lawOfTable(compute(profile), setting.conditions));
  const singleProfile = (i: number): PairProfile => {
    const found = counter();
    let own = { group: chances.group[block[i]!]!, wi: 0, wj: 0 };
    for (let k = rows.offsets[i]!; k < rows.offsets[i + 1]!; k++) {
      const b = rows.blocks[k]!;
      const group = chances.group[b]!;
      if (b === block[i]) own = { group, wi: rows.weights[k]!, wj: 0 };
      else found.add(group, rows.weights[k]!, 0);
    }
    return { i: { degree: degree(network, i), own }, others: found.sorted(chances) };
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
    const second = { degree: degree(network, j), ...(ownBlockI === ownBlockJ ? {} : { own: ownJ }) };
    return { i: { degree: degree(network, i), own: ownI }, j: second, others: found.sorted(chances) };
  };
  return {
    single: (i) => singles(singleProfile(i)),
    pair: (i, j) => pairs(pairProfile(i, j)),
    apart: (i, j) => pairs(apartProfile(singleProfile(i), singleProfile(j), chances)),
    typeOf: (i) => textOf(singleProfile(i)),
    shares: true,
  };
}

function remembered<Value>(compute: (profile: PairProfile) => Value): (profile: PairProfile) => Value {
  const kept = new Map<string, Value>();
  return (profile) => {
    const key = textOf(profile);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const value = compute(profile);
    kept.set(key, value);
    return value;
  };
}

/** A table as a law. */
export function lawOfTable({ joint, possible }: PairTable, conditions: number): PairLaw {
  return {
    joint: (c, d) => joint[c * conditions + d]!,
    possible: (c, d) => possible[c * conditions + d] === 1,
  };
}

/** Two single profiles side by side: the blocks of the second are other blocks than those of the first. */
function apartProfile(first: PairProfile, second: PairProfile, chances: Chances): PairProfile {
  const found = counter();
  for (const { group, wi, count } of first.others) found.add(group, wi, 0, count);
  for (const { group, wi, count } of second.others) found.add(group, 0, wi, count);
  const own = { group: second.i.own.group, wi: 0, wj: second.i.own.wi };
  return { i: first.i, j: { degree: second.i.degree, own }, others: found.sorted(chances) };
}

/** Counts equal blocks. Few kinds occur in one pair, so a list searched from its start beats a map. */
function counter(): {
  add(group: number, wi: number, wj: number, count?: number): void;
  sorted(chances: Chances): SharedBlock[];
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
    sorted: ({ kind }) => kinds.sort(kind === "counts" ? byStratum : byReach),
  };
}

// Blocks that touch both agents come first, then those of i: its condition is settled before the counts of j spread.
const reach = ({ wi, wj }: Counted): number => (wi > 0 && wj > 0 ? 0 : wi > 0 ? 1 : 2);
const byReach = (a: Counted, b: Counted): number =>
  reach(a) - reach(b) || a.group - b.group || a.wi - b.wi || a.wj - b.wj;
const byStratum = (a: Counted, b: Counted): number => a.group - b.group || byReach(a, b);

function textOf({ i, j, others }: PairProfile): string {
  let text = `${i.degree}:${i.own.group},${i.own.wi},${i.own.wj}`;
  if (j) text += `|${j.degree}${j.own ? `:${j.own.group},${j.own.wi},${j.own.wj}` : ""}`;
  for (const { group, wi, wj, count } of others) text += `|${group},${wi},${wj}*${count}`;
  return text;
}
