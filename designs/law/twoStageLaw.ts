import { binomialChances } from "../../src/core/numbers/binomialChances.ts";
import { shuffle } from "../../src/core/numbers/shuffle.ts";
import { subset } from "../../src/core/numbers/subset.ts";
import { sum } from "../../src/core/numbers/sum.ts";
import type { Rng } from "../../src/core/rng.ts";
import type { Law, LawGroup } from "../Design.ts";
import type { FixedCounts, IndependentBlocks, Mixture } from "../Structure.ts";
import { lawOf } from "./lawOf.ts";
import { mergeAssignments } from "./mergeAssignments.ts";
import { supportOf, supportSize } from "./supportOf.ts";
import { twoStageFault } from "./twoStageFault.ts";
import type { TwoStageScheme } from "./twoStageScheme.ts";

/** Up to so many outcomes of the first stage, probabilities of conditions are averaged over them exactly. */
const MOST_PARTS = 64;
/** Up to so many outcomes of the first stage, they are listed when the assignments can be, too. */
const MOST_LISTED_PARTS = 4096;
const MOST_LISTED_ASSIGNMENTS = 65_536;

/**
 * The law of a two-stage scheme: a mixture over the outcomes of the first stage where these are few, so that everything
 * is exact; otherwise a sampler with exact marginals (for pairs of agents see {@link twoStagePairs}).
 */
export function twoStageLaw(
  scheme: TwoStageScheme,
  within: "complete" | "bernoulli",
  arms: readonly string[],
): Law {
  const n = scheme.group.length;
  const outcomes = firstStageOutcomes(scheme);
  const twoStage = { ...scheme, within };
  if (outcomes <= MOST_LISTED_PARTS) {
    const parts = partsOf(scheme, within);
    if (parts.length === 1) return { ...lawOf(arms, n, parts[0]!.structure), twoStage };
    const structure: Mixture = { kind: "mixture", parts };
    if (outcomes <= MOST_PARTS || supportSize(structure, 2) <= MOST_LISTED_ASSIGNMENTS) {
      return {
        ...lawOf(arms, n, structure),
        support: () => mergeAssignments(supportOf(structure, 2, n)),
        groups: groupsOf(scheme, within),
        twoStage,
      };
    }
  }
  const { group, sizes, chances, treated } = scheme;
  const share = sizes.map((size, g) => sum(chances.map((q, s) => (q * treated[s]![g]!) / size)));
  return {
    n,
    arms,
    structure: { kind: "sampler-only" },
    draw: (rng) => drawTwice(scheme, within, rng),
    marginal: (i, arm) => (arm === 1 ? share[group[i]!]! : 1 - share[group[i]!]!),
    ...(within === "complete"
      ? { refuses: (assignment: Uint8Array) => twoStageFault(scheme, assignment) }
      : {}),
    groups: groupsOf(scheme, within),
    twoStage,
  };
}

/** How many agents of each group are treated: a mixture over its saturations. */
function groupsOf(scheme: TwoStageScheme, within: "complete" | "bernoulli"): LawGroup[] {
  const { labels, sizes, chances, treated } = scheme;
  return labels.map((name, g) => ({
    name,
    agents: insideOf(scheme)[g]!,
    chances() {
      const mixed = new Float64Array(sizes[g]! + 1);
      chances.forEach((q, s) => {
        const count = treated[s]![g]!;
        if (within === "complete") mixed[count]! += q;
        else
          binomialChances(sizes[g]!, count / sizes[g]!).forEach((p, k) => {
            mixed[k]! += q * p;
          });
      });
      return mixed;
    },
  }));
}

/** Number of ways to give saturations to groups; Infinity when it overflows. */
function firstStageOutcomes({ labels, chances, counts }: TwoStageScheme): number {
  if (counts === undefined) return chances.length ** labels.length;
  let ways = 1;
  let placed = 0;
  for (const count of counts) for (let k = 1; k <= count; k++) ways *= ++placed / k;
  return Math.round(ways);
}

interface Part {
  readonly weight: number;
  readonly structure: FixedCounts | IndependentBlocks;
}

/** The second stage after each outcome of the first. */
function partsOf(scheme: TwoStageScheme, within: "complete" | "bernoulli"): Part[] {
  const { group, chances, counts } = scheme;
  const block = Uint32Array.from(group, (_, i) => i);
  const outcomes = [...allocations(scheme)];
  return outcomes.map((saturationOf) => ({
    weight: counts ? 1 / outcomes.length : saturationOf.reduce((p, s) => p * chances[s]!, 1),
    structure: secondStage(scheme, within, block, saturationOf),
  }));
}

/** Every outcome of the first stage: the saturation of each group. */
function* allocations({ labels, chances, counts }: TwoStageScheme): Generator<number[]> {
  const left = counts ? [...counts] : undefined;
  const drawn: number[] = [];
  function* from(g: number): Generator<number[]> {
    if (g === labels.length) {
      yield [...drawn];
      return;
    }
    for (let s = 0; s < chances.length; s++) {
      if (left && left[s] === 0) continue;
      if (left) left[s]!--;
      drawn[g] = s;
      yield* from(g + 1);
      if (left) left[s]!++;
    }
  }
  yield* from(0);
}

function secondStage(
  { group, sizes, treated }: TwoStageScheme,
  within: "complete" | "bernoulli",
  block: Uint32Array,
  saturationOf: readonly number[],
): FixedCounts | IndependentBlocks {
  const blocks = group.length;
  const treatedIn = (g: number): number => treated[saturationOf[g]!]![g]!;
  if (within === "bernoulli") {
    const probability = new Float64Array(2 * blocks);
    group.forEach((g, i) => {
      probability.set([1 - treatedIn(g) / sizes[g]!, treatedIn(g) / sizes[g]!], 2 * i);
    });
    return { kind: "independent-blocks", block, blocks, probability };
  }
  const counts = Uint32Array.from(sizes.flatMap((size, g) => [size - treatedIn(g), treatedIn(g)]));
  return { kind: "fixed-counts", block, blocks, stratum: group, strata: sizes.length, counts };
}

const members = new WeakMap<TwoStageScheme, number[][]>();

/** The agents of each group, listed once for all draws. */
function insideOf(scheme: TwoStageScheme): number[][] {
  const known = members.get(scheme);
  if (known) return known;
  const inside = scheme.sizes.map(() => [] as number[]);
  scheme.group.forEach((g, i) => {
    inside[g]!.push(i);
  });
  members.set(scheme, inside);
  return inside;
}

function drawTwice(scheme: TwoStageScheme, within: "complete" | "bernoulli", rng: Rng): Uint8Array {
  const { group, sizes, treated, counts, chances } = scheme;
  const inside = insideOf(scheme);
  const deck = counts
    ? shuffle(
        rng,
        counts.flatMap((count, s) => new Array<number>(count).fill(s)),
      )
    : sizes.map(() => pick(rng.uniform(), chances));
  const assignment = new Uint8Array(group.length);
  for (let g = 0; g < sizes.length; g++) {
    const count = treated[deck[g]!]![g]!;
    const chosen = within === "complete" ? subset(rng, sizes[g]!, count) : undefined;
    inside[g]!.forEach((i, k) => {
      assignment[i] = chosen ? chosen[k]! : Number(rng.uniform() * sizes[g]! < count);
    });
  }
  return assignment;
}

function pick(u: number, chances: readonly number[]): number {
  let reached = 0;
  const s = chances.findIndex((q) => {
    reached += q;
    return u < reached;
  });
  return s < 0 ? chances.length - 1 : s;
}
