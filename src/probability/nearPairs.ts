import type { PairLaw } from "./PairProbabilities.ts";
import type { PairProfiles } from "./pairProfiles.ts";
import type { Touch } from "./touch.ts";
import { touchedBy } from "./touch.ts";

/** The pairs of agents that some block touches both. */
export interface NearPairs {
  /** Visits each such pair i < j, in ascending order of i. */
  forEach(visit: (i: number, j: number, law: PairLaw) => void): void;
  /** Visits each j that shares a block with i. */
  forEachOf(i: number, visit: (j: number, law: PairLaw) => void): void;
  /** How many agents share a block with each agent, itself included. */
  dependents(): Uint32Array;
  /** An upper bound on the number of pairs: Σ over blocks of touched agents squared, halved. */
  readonly bound: number;
}

/** Pairs up to this number are kept with their laws after the first visit: 8 bytes each. */
const KEPT_PAIRS = 2e7;

/**
 * Finds near pairs through the blocks: agent → its blocks → the agents they touch. Cost O(Σ touched²) a visit, which is
 * O(n degree²) for unit designs; memory O(n) until pairs are kept.
 */
export function nearPairs(rows: Touch, blocks: number, { pair: lawOf, shares }: PairProfiles): NearPairs {
  const n = rows.offsets.length - 1;
  const touching = touchedBy(rows, blocks);
  let bound = 0;
  for (let b = 0; b < blocks; b++) {
    const touched = touching.offsets[b + 1]! - touching.offsets[b]!;
    bound += (touched * (touched - 1)) / 2;
  }
  const scan = (visit: (i: number, j: number) => void, both: boolean): void => {
    const seenBy = new Uint32Array(n);
    for (let i = 0; i < n; i++) {
      for (let k = rows.offsets[i]!; k < rows.offsets[i + 1]!; k++) {
        const b = rows.blocks[k]!;
        for (let m = touching.offsets[b]!; m < touching.offsets[b + 1]!; m++) {
          const j = touching.agents[m]!;
          if ((j > i || (both && j < i)) && seenBy[j] !== i + 1) {
            seenBy[j] = i + 1;
            visit(i, j);
          }
        }
      }
    }
  };
  let kept:
    | {
        readonly starts: Uint32Array;
        readonly others: Uint32Array;
        readonly laws: Uint32Array;
        readonly list: PairLaw[];
      }
    | undefined;
  const keep = (): NonNullable<typeof kept> => {
    const starts = new Uint32Array(n + 1);
    scan((i) => {
      starts[i + 1]!++;
    }, false);
    for (let i = 0; i < n; i++) starts[i + 1]! += starts[i]!;
    const others = new Uint32Array(starts[n]!);
    const laws = new Uint32Array(starts[n]!);
    const list: PairLaw[] = [];
    const index = new Map<PairLaw, number>();
    let size = 0;
    scan((i, j) => {
      const law = lawOf(i, j);
      let number = index.get(law);
      if (number === undefined) {
        number = list.push(law) - 1;
        index.set(law, number);
      }
      others[size] = j;
      laws[size++] = number;
    }, false);
    return { starts, others, laws, list };
  };
  return {
    bound,
    forEach(visit) {
      if (!shares || bound > KEPT_PAIRS) {
        scan((i, j) => visit(i, j, lawOf(i, j)), false);
        return;
      }
      kept ??= keep();
      for (let i = 0; i < n; i++) {
        for (let k = kept.starts[i]!; k < kept.starts[i + 1]!; k++)
          visit(i, kept.others[k]!, kept.list[kept.laws[k]!]!);
      }
    },
    forEachOf(i, visit) {
      const partners = new Set<number>();
      for (let k = rows.offsets[i]!; k < rows.offsets[i + 1]!; k++) {
        const b = rows.blocks[k]!;
        for (let m = touching.offsets[b]!; m < touching.offsets[b + 1]!; m++)
          partners.add(touching.agents[m]!);
      }
      partners.delete(i);
      for (const j of partners) visit(j, lawOf(i, j));
    },
    dependents() {
      const count = new Uint32Array(n).fill(1);
      scan((i) => {
        count[i]!++;
      }, true);
      return count;
    },
  };
}
