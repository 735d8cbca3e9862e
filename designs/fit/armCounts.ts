import { sum } from "../../src/core/numbers/sum.ts";
import { rng } from "../../src/core/rng.ts";
import type { Law } from "../Design.ts";
import { blocksByStratum } from "../law/blocksByStratum.ts";
import type { FixedCounts, IndependentBlocks, SampledMixture } from "../Structure.ts";
import {
  type BinomialCount,
  type BoundedCount,
  type CoinTerms,
  type CountLaw,
  coinCount,
  countMoments,
  cumulantsOf,
  drawnCount,
} from "./CountLaw.ts";

/** A count of an assignment whose law the design's structure gives. */
export interface ArmCount {
  /** What is counted, to stand behind a number: `treated`, `clusters treated`, `treated in group "a"`. */
  readonly of: string;
  /** Whether counts of several worlds are also added up. */
  readonly pooled: boolean;
  count(assignment: ArrayLike<number>): number;
  /** The law of the sum over so many worlds. */
  law(worlds: number): CountLaw;
}

/** Agents or clusters of different chances are put into at most so many groups of like chance. */
const MOST_GROUPS = 20;

/**
 * The counts of arms that a law's structure gives exactly: in total, in agents where clusters differ in size, among those of like chance,
 * and in the groups that the law names. Nothing for a law that is known by its sampler.
 * Counts that are fixed are not among them: a wrong one is an impossible assignment. Cost: O(n log n).
 */
export function armCounts(law: Law): ArmCount[] {
  const { structure, arms } = law;
  // Of two arms the second says what the first does.
  const counted = arms.length === 2 ? [1] : arms.map((_, a) => a);
  const found: ArmCount[] = [];
  if ("block" in structure) {
    const blocks = blocksOf(structure);
    for (const arm of counted)
      found.push(
        ...(structure.kind === "independent-blocks"
          ? coinCounts(structure, blocks, arm, arms)
          : drawnCounts(structure, blocks, arm, arms)),
      );
  }
  if (structure.kind === "sampled-mixture")
    for (const arm of counted) found.push(mixedCount(structure, law, arm));
  for (const { name, agents, chances } of law.groups ?? [])
    found.push({
      of: `${arms[1]} in group ${JSON.stringify(name)}`,
      pooled: false,
      count: (z) => agents.reduce((total, i) => total + Number(z[i] === 1), 0),
      law: () => ({ kind: "listed", chances: chances() }),
    });
  return found;
}

interface Blocks {
  /** An agent of each block; −1 in a block without agents. */
  readonly first: Int32Array;
  readonly size: Uint32Array;
  /** Whether every block is one agent. */
  readonly single: boolean;
  readonly alike: boolean;
}

function blocksOf({ block, blocks }: IndependentBlocks | FixedCounts): Blocks {
  const first = new Int32Array(blocks).fill(-1);
  const size = new Uint32Array(blocks);
  block.forEach((b, i) => {
    if (first[b]! < 0) first[b] = i;
    size[b]!++;
  });
  const sizes = new Set(size.filter((one) => one > 0));
  return { first, size, single: sizes.size === 1 && sizes.has(1), alike: sizes.size <= 1 };
}

function coinCounts(
  { probability }: IndependentBlocks,
  { first, size, single, alike }: Blocks,
  arm: number,
  arms: readonly string[],
): ArmCount[] {
  const chanceOf = (b: number): number => probability[b * arms.length + arm]!;
  // Blocks that are certain of their arm say nothing.
  const all = Array.from(first.keys()).filter((b) => first[b]! >= 0 && chanceOf(b) > 0 && chanceOf(b) < 1);
  if (all.length === 0) return [];
  const what = single ? arms[arm]! : `clusters ${arms[arm]}`;
  const counter = (of: string, members: readonly number[], weight: (b: number) => number): ArmCount => {
    const terms = alikeTerms(members, weight, chanceOf);
    return {
      of,
      pooled: true,
      count: (z) => members.reduce((total, b) => total + (z[first[b]!] === arm ? weight(b) : 0), 0),
      law: (worlds) => coinCount(terms.map((term) => ({ ...term, times: term.times * worlds }))),
    };
  };
  const found = [counter(what, all, () => 1)];
  if (!alike) found.push(counter(`agents ${arms[arm]}`, all, (b) => size[b]!));
  const groups = likeChances(all, chanceOf);
  // Arms dealt without regard to the chances show in all groups a little, and in this sum clearly.
  if (groups.length > 1) {
    const average = sum(all.map(chanceOf)) / all.length;
    const above = (b: number): number => chanceOf(b) - average;
    found.push(counter(`is how far the chances of those ${what} add up above average`, all, above));
  }
  if (groups.length > 1)
    for (const group of groups) {
      const [low, high] = [chanceOf(group[0]!), chanceOf(group.at(-1)!)].map((p) => Number(p.toPrecision(4)));
      const where = low === high ? `of chance ${low}` : `of chances ${low} to ${high}`;
      found.push(counter(`${what} among the ${group.length} ${where}`, group, () => 1));
    }
  return found;
}

function alikeTerms(
  members: readonly number[],
  weight: (b: number) => number,
  chance: (b: number) => number,
): CoinTerms[] {
  const terms = new Map<number, Map<number, number>>();
  for (const b of members) {
    const ofWeight = terms.get(weight(b)) ?? new Map<number, number>();
    terms.set(weight(b), ofWeight);
    ofWeight.set(chance(b), (ofWeight.get(chance(b)) ?? 0) + 1);
  }
  return [...terms].flatMap(([size, times]) =>
    [...times].map(([p, count]) => ({ weight: size, chance: p, times: count })),
  );
}

/** Members in groups of like chance, ascending: a group for each chance where these are few, else groups of about equal size. */
function likeChances(members: readonly number[], chance: (b: number) => number): number[][] {
  const distinct = new Set(members.map(chance)).size;
  if (distinct === 1) return [[...members]];
  const sorted = [...members].sort((a, b) => chance(a) - chance(b) || a - b);
  const groups: number[][] = [];
  sorted.forEach((b, k) => {
    const last = groups.at(-1);
    const next =
      distinct <= MOST_GROUPS
        ? last === undefined || chance(last[0]!) !== chance(b)
        : Math.floor((k * MOST_GROUPS) / sorted.length) !==
          Math.floor(((k - 1) * MOST_GROUPS) / sorted.length);
    if (last === undefined || next) groups.push([b]);
    else last.push(b);
  });
  return groups;
}

/** Numbers of blocks are fixed; numbers of agents are not where blocks differ in size. */
function drawnCounts(
  structure: FixedCounts,
  { first, size, alike }: Blocks,
  arm: number,
  arms: readonly string[],
): ArmCount[] {
  if (alike) return [];
  const strata = blocksByStratum(structure).map((members, s) => ({
    weights: members.map((b) => size[b]!),
    drawn: structure.counts[s * arms.length + arm]!,
  }));
  return [
    {
      of: `agents ${arms[arm]}`,
      pooled: true,
      count: (z) =>
        size.reduce((total, agents, b) => total + (agents > 0 && z[first[b]!] === arm ? agents : 0), 0),
      law: (worlds) => drawnCount(strata, worlds),
    },
  ];
}

/** Structures whose laws stand for all of a mixture. */
const PARTS = 100;

/** Agents in an arm, when clusters are drawn anew each time: under each clustering a sum of coins or draws, bounded by the widest of many clusterings. */
function mixedCount(structure: SampledMixture, { n, arms, marginal }: Law, arm: number): ArmCount {
  let made: BoundedCount | undefined;
  const single = (): BoundedCount => {
    const stream = rng("fit of arms").fork("parts");
    const laws = Array.from({ length: PARTS }, (_, k) =>
      agentsOfPart(structure.part(stream.fork(k)), arm, arms.length),
    );
    let mean = 0;
    for (let i = 0; i < n; i++) mean += marginal(i, arm) ?? 0;
    return {
      kind: "bounded",
      mean,
      variance: sum(laws.map((one) => countMoments(one).sd ** 2)) / PARTS,
      largest: Math.max(...laws.map((one) => (one.kind === "bounded" ? one.largest : 1))),
      cumulants: (theta) =>
        laws.reduce((most, one) => Math.max(most, cumulantsOf(one, theta)), Number.NEGATIVE_INFINITY),
    };
  };
  return {
    of: arms[arm]!,
    pooled: true,
    count: (z) => {
      let count = 0;
      for (let i = 0; i < n; i++) if (z[i] === arm) count++;
      return count;
    },
    law(worlds) {
      made ??= single();
      const { mean, variance, largest, cumulants } = made;
      return {
        ...{ kind: "bounded", largest, mean: worlds * mean, variance: worlds * variance },
        cumulants: (theta) => worlds * cumulants(theta),
      };
    },
  };
}

function agentsOfPart(
  part: IndependentBlocks | FixedCounts,
  arm: number,
  arms: number,
): BinomialCount | BoundedCount {
  const { size } = blocksOf(part);
  if (part.kind === "fixed-counts")
    return drawnCount(
      blocksByStratum(part).map((members, s) => ({
        weights: members.map((b) => size[b]!),
        drawn: part.counts[s * arms + arm]!,
      })),
      1,
    );
  const blocks = Array.from(size.keys());
  return coinCount(
    alikeTerms(
      blocks,
      (b) => size[b]!,
      (b) => part.probability[b * arms + arm]!,
    ),
  );
}
