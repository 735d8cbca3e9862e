import type { Law } from "../../designs/Design.ts";
import type { FixedCounts, IndependentBlocks } from "../../designs/Structure.ts";
import { type Rng, rng } from "../../src/core/rng.ts";
import type { Reference } from "../hypotheses/reference.ts";
import type { ExposureMap } from "./ExposureMap.ts";

/** What stays: the exposure of some agents under a map. */
interface KeptExposure {
  readonly law: Law;
  readonly map: ExposureMap;
  readonly focal: Uint32Array;
}

/** Steps of all states together, at most: beyond it states are nearer to each other, which costs power and no validity. */
const MOST_STEPS = 3e7;

/**
 * Assignments under which focal agents have the same exposure as under the ones at hand, by a random walk: blocks of the design change their arm, or exchange it with another block, and
 * whatever changes a focal agent's exposure is taken back. Steps go either way with the same chance, and are accepted as the design's law says (Metropolis), so the law given the exposures is kept and the walk is reversible.
 *
 * The assignment at hand stands at a random place of the row of states, the walk leads from it in both directions. Under the hypothesis all places were equally likely for it, so that its rank gives an exact
 * p-value whether or not the walk reaches everything (Besag and Clifford 1989, the serial method).
 *
 * Cost: draws × blocks × (what looks at a block), at most 3 × 10⁷ steps.
 */
export function keptReference(
  kept: KeptExposure,
  observed: readonly Uint8Array[],
  { draws, seed }: { readonly draws: number; readonly seed: string | number },
): Reference {
  const step = stepOf(kept);
  const blocks = blocksOf(kept.law).blocks;
  const sweep = Math.max(1, Math.min(2 * blocks, Math.floor(MOST_STEPS / (draws * observed.length))));
  return {
    listed: false,
    possible: Number.POSITIVE_INFINITY,
    visit(each) {
      const stream = rng(seed).fork("specify").fork(kept.map.name);
      const place = stream.integer(draws + 1);
      for (const states of [place, draws - place]) {
        const now = observed.map((arms) => arms.slice());
        for (let k = 0; k < states; k++) {
          now.forEach((arms, w) => {
            for (let s = 0; s < sweep; s++) step(arms, observed[w]!, stream);
          });
          each(now, 1);
        }
      }
    },
  };
}

/** The structure of a law whose blocks can be moved one by one; others have no walk. */
function blocksOf({ structure }: Law): IndependentBlocks | FixedCounts {
  return structure as IndependentBlocks | FixedCounts;
}

/** Whether assignments can be reached by such a walk. */
export function walkable({ structure: { kind } }: Law): boolean {
  return kind === "independent-blocks" || kind === "fixed-counts";
}

/** One step of the walk: changes `arms`, or leaves them. `at` is the assignment whose exposures are kept. */
function stepOf({ law, map, focal }: KeptExposure): (arms: Uint8Array, at: Uint8Array, rng: Rng) => void {
  const structure = blocksOf(law);
  const { block, blocks } = structure;
  const count = law.arms.length;
  const members = listsBy(block, blocks);
  const watchers = Array.from({ length: blocks }, (): number[] => []);
  // Blocks that one focal agent looks at: exchanges between them can keep its exposure.
  const groups: number[][] = [];
  for (const i of focal) {
    const looked = [...new Set(Array.from(map.looksAt(i), (j) => block[j]!))].sort((a, b) => a - b);
    for (const b of looked) watchers[b]!.push(i);
    const others = looked.filter((b) => b !== block[i]);
    if (others.length > 1) groups.push(others);
  }
  const stratum = structure.kind === "fixed-counts" ? structure.stratum : undefined;
  const inStratum = structure.kind === "fixed-counts" ? listsBy(structure.stratum, structure.strata) : [];
  const put = (arms: Uint8Array, b: number, arm: number): void => {
    for (const i of members[b]!) arms[i] = arm;
  };
  const stays = (arms: Uint8Array, at: Uint8Array, b: number): boolean =>
    watchers[b]!.every((i) => map.same(i, at, arms));
  const ratio = (b: number, from: number, to: number): number =>
    structure.kind === "fixed-counts"
      ? 1
      : structure.probability[b * count + to]! / structure.probability[b * count + from]!;
  return (arms, at, stream) => {
    const coin = stream.integer(4);
    if (coin < 2 && structure.kind === "independent-blocks") {
      const b = stream.integer(blocks);
      const from = arms[members[b]![0]!]!;
      const to = stream.integer(count);
      if (to === from || stream.uniform() >= ratio(b, from, to)) return;
      put(arms, b, to);
      if (!stays(arms, at, b)) put(arms, b, from);
      return;
    }
    const group = coin === 3 && groups.length > 0 ? groups[stream.integer(groups.length)]! : undefined;
    const b = group ? group[stream.integer(group.length)]! : stream.integer(blocks);
    const among = group ?? (stratum ? inStratum[stratum[b]!]! : undefined);
    const c = among ? among[stream.integer(among.length)]! : stream.integer(blocks);
    if (stratum && stratum[b] !== stratum[c]) return;
    const [one, other] = [arms[members[b]![0]!]!, arms[members[c]![0]!]!];
    if (one === other || stream.uniform() >= ratio(b, one, other) * ratio(c, other, one)) return;
    put(arms, b, other);
    put(arms, c, one);
    if (stays(arms, at, b) && stays(arms, at, c)) return;
    put(arms, b, one);
    put(arms, c, other);
  };
}

function listsBy(of: Uint32Array, size: number): number[][] {
  const lists = Array.from({ length: size }, (): number[] => []);
  of.forEach((one, k) => {
    lists[one]!.push(k);
  });
  return lists;
}
