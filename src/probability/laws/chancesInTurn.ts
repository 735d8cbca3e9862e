import type { FixedCounts, IndependentBlocks } from "../../../designs/Structure.ts";

/** Chances of the blocks around an agent, met one after another, the agent's own first. */
interface ChancesInTurn {
  /** Begins with another agent's own block. */
  start(own: number): void;
  /** Takes in a block that was not met yet. */
  next(b: number): void;
  /** P(block b is in the arm). */
  of(b: number, arm: number): number;
  /** P(all blocks after the first are in the focal arm), given that the first is not (0), and that it is (1). */
  readonly all: Float64Array;
  /** P(none of the blocks after the first is in the focal arm), given that the first is not (0), and that it is (1). */
  readonly none: Float64Array;
}

/** Chances under one structure. Cost of each step: O(1). */
export function chancesInTurn(
  structure: IndependentBlocks | FixedCounts,
  arms: number,
  focal: number,
): ChancesInTurn {
  return structure.kind === "independent-blocks"
    ? ofCoins(structure, arms, focal)
    : ofCounts(structure, arms, focal);
}

function ofCoins({ probability, blocks }: IndependentBlocks, arms: number, focal: number): ChancesInTurn {
  const yes = new Float64Array(blocks);
  const no = new Float64Array(blocks);
  for (let b = 0; b < blocks; b++)
    for (let arm = 0; arm < arms; arm++) (arm === focal ? yes : no)[b]! += probability[b * arms + arm]!;
  const all = new Float64Array(2);
  const none = new Float64Array(2);
  return {
    all,
    none,
    start() {
      all.fill(1);
      none.fill(1);
    },
    next(b) {
      for (const as of [0, 1]) {
        all[as]! *= yes[b]!;
        none[as]! *= no[b]!;
      }
    },
    of: (b, arm) => probability[b * arms + arm]!,
  };
}

function ofCounts({ stratum, strata, counts }: FixedCounts, arms: number, focal: number): ChancesInTurn {
  const size = new Float64Array(strata);
  for (const s of stratum) size[s]!++;
  /** Blocks met in each stratum. */
  const taken = new Uint32Array(strata);
  const used: number[] = [];
  let home = 0;
  const all = new Float64Array(2);
  const none = new Float64Array(2);
  return {
    all,
    none,
    start(own) {
      for (const s of used) taken[s] = 0;
      used.length = 0;
      home = stratum[own]!;
      taken[home] = 1;
      used.push(home);
      all.fill(1);
      none.fill(1);
    },
    next(b) {
      const s = stratum[b]!;
      const yes = counts[s * arms + focal]!;
      const no = size[s]! - yes;
      const met = taken[s]!;
      const left = size[s]! - met;
      for (const as of [0, 1]) {
        // So far all in the focal arm, or none; the agent's own block is in its own arm.
        const focals = s === home ? met - 1 + as : met;
        const others = s === home ? met - as : met;
        all[as]! *= Math.max(0, yes - focals) / left;
        none[as]! *= Math.max(0, no - others) / left;
      }
      if (met === 0) used.push(s);
      taken[s] = met + 1;
    },
    of: (b, arm) => counts[stratum[b]! * arms + arm]! / size[stratum[b]!]!,
  };
}
