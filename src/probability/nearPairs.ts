import type { Incidence } from "./laws/incidence.ts";
import { touchedBy } from "./laws/incidence.ts";
import type { PairLaws } from "./laws/pairLaws.ts";
import type { PairLaw } from "./PairProbabilities.ts";

/** The pairs of agents that some block touches both. */
interface NearPairs {
  /** Visits each such pair i < j, in ascending order of i. The law is valid during the visit only. */
  forEach(visit: (i: number, j: number, law: PairLaw) => void): void;
  /** Visits each j that shares a block with i, or those of them that are wanted. The law is valid during the visit only. */
  forEachOf(i: number, visit: (j: number, law: PairLaw) => void, wanted?: Uint8Array): void;
  /** An upper bound on the number of agents that share a block with i, itself included; also the cost of visiting them. */
  boundOf(i: number): number;
  /** How many agents share a block with each agent, itself included; where there are too many to count, an upper bound. */
  dependents(): Uint32Array;
  /** An upper bound on the number of pairs: Σ over blocks of touched agents squared, halved. */
  readonly bound: number;
}

/** Above this many pairs with repetitions, dependents are not told apart. */
const MOST_COUNTED = 2e9;

/** Memory of one visit; several visits can be under way, one inside another. */
interface Scratch {
  readonly seen: Int32Array;
  readonly signature: Int32Array;
  readonly partners: Uint32Array;
  round: number;
}

/**
 * Finds near pairs through the blocks: agent → its blocks → the agents they touch, collecting the signature of each pair on
 * the way. Cost of a visit to all: O(Σ touched²), which is O(n degree²) for unit designs; memory O(n + edges), no list of
 * pairs is kept.
 *
 * @param entry kind of each entry of the rows, as in the agents' types.
 */
export function nearPairs(rows: Incidence, blocks: number, entry: Uint32Array, laws: PairLaws): NearPairs {
  const n = rows.offsets.length - 1;
  const touching = touchedBy(rows, blocks);
  const entryAt = touching.places.map((place) => entry[place]!);
  let bound = 0;
  for (let b = 0; b < blocks; b++) {
    const touched = touching.offsets[b + 1]! - touching.offsets[b]!;
    bound += (touched * (touched - 1)) / 2;
  }
  const boundOf = (i: number): number => {
    let most = 1;
    for (let k = rows.offsets[i]!; k < rows.offsets[i + 1]!; k++) {
      const b = rows.blocks[k]!;
      most += touching.offsets[b + 1]! - touching.offsets[b]! - 1;
    }
    return most;
  };
  const everybody = new Uint8Array(n).fill(1);
  const idle: Scratch[] = [];
  const borrow = (): Scratch =>
    idle.pop() ?? {
      seen: new Int32Array(n),
      signature: new Int32Array(n),
      partners: new Uint32Array(n),
      round: 0,
    };
  const around = (
    scratch: Scratch,
    i: number,
    visit: (j: number, law: PairLaw) => void,
    wanted: Uint8Array,
  ): void => {
    const { seen, signature, partners } = scratch;
    const round = ++scratch.round;
    let found = 0;
    for (let k = rows.offsets[i]!; k < rows.offsets[i + 1]!; k++) {
      const b = rows.blocks[k]!;
      for (let m = touching.offsets[b]!; m < touching.offsets[b + 1]!; m++) {
        const j = touching.agents[m]!;
        if (wanted[j] === 0 || j === i) continue;
        if (seen[j] !== round) {
          seen[j] = round;
          signature[j] = laws.start(i, j);
          partners[found++] = j;
        }
        signature[j] = laws.share(signature[j]!, entry[k]!, entryAt[m]!);
      }
    }
    for (let m = 0; m < found; m++) {
      const j = partners[m]!;
      visit(j, laws.at(signature[j]!, i, j));
    }
  };
  return {
    bound,
    boundOf,
    forEach(visit) {
      const scratch = borrow();
      const later = new Uint8Array(n).fill(1);
      for (let i = 0; i < n; i++) {
        later[i] = 0;
        around(scratch, i, (j, law) => visit(i, j, law), later);
      }
      idle.push(scratch);
    },
    forEachOf(i, visit, wanted = everybody) {
      const scratch = borrow();
      around(scratch, i, visit, wanted);
      idle.push(scratch);
    },
    dependents() {
      const count = Uint32Array.from({ length: n }, (_, i) => Math.min(n, boundOf(i)));
      if (2 * bound > MOST_COUNTED) return count;
      const seen = new Int32Array(n).fill(-1);
      for (let i = 0; i < n; i++) {
        count[i] = 0;
        for (let k = rows.offsets[i]!; k < rows.offsets[i + 1]!; k++) {
          const b = rows.blocks[k]!;
          for (let m = touching.offsets[b]!; m < touching.offsets[b + 1]!; m++) {
            const j = touching.agents[m]!;
            if (seen[j] === i) continue;
            seen[j] = i;
            count[i]!++;
          }
        }
      }
      return count;
    },
  };
}
