import { shuffle } from "../../src/core/numbers/shuffle.ts";
import type { Rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import type { FixedCounts, IndependentBlocks, Structure } from "../Structure.ts";
import { blocksByStratum } from "./blocksByStratum.ts";

/** One assignment from a structure. Cost: O(n + blocks). */
export function drawStructure(structure: Structure, arms: number, n: number, rng: Rng): Uint8Array {
  switch (structure.kind) {
    case "independent-blocks":
      return lift(structure.block, drawCoins(structure, arms, rng), n);
    case "fixed-counts":
      return lift(structure.block, drawCounts(structure, arms, rng), n);
    case "mixture": {
      const weights = structure.parts.map((part) => part.weight);
      return drawStructure(structure.parts[pick(rng.uniform(), weights)]!.structure, arms, n, rng);
    }
    case "sampled-mixture":
      return drawStructure(structure.part(rng), arms, n, rng);
    case "explicit-support":
      return structure.assignments[pick(rng.uniform(), structure.probability)]!.slice();
    case "sampler-only":
      throw new SpillwayError("law: a law that is only a sampler must bring its own draw");
  }
}

function drawCoins({ blocks, probability }: IndependentBlocks, arms: number, rng: Rng): Uint8Array {
  const drawn = new Uint8Array(blocks);
  const uniform = new Float64Array(blocks);
  rng.uniforms(uniform);
  for (let b = 0; b < blocks; b++) {
    drawn[b] = pick(uniform[b]!, probability, b * arms, (b + 1) * arms) - b * arms;
  }
  return drawn;
}

const known = new WeakMap<FixedCounts, number[][]>();

/** The blocks of each stratum, made once for all draws from a structure. */
function membersOf(structure: FixedCounts): number[][] {
  const members = known.get(structure) ?? blocksByStratum(structure);
  known.set(structure, members);
  return members;
}

function drawCounts(structure: FixedCounts, arms: number, rng: Rng): Uint8Array {
  const drawn = new Uint8Array(structure.blocks);
  membersOf(structure).forEach((members, s) => {
    const deck = new Uint8Array(members.length);
    let next = 0;
    for (let a = 0; a < arms; a++) {
      const count = structure.counts[s * arms + a]!;
      deck.fill(a, next, next + count);
      next += count;
    }
    shuffle(rng, deck);
    for (let k = 0; k < members.length; k++) drawn[members[k]!] = deck[k]!;
  });
  return drawn;
}

/**
 * An index from `from` to `to` − 1 (default: any) with the given chances: by inversion of the uniform number u. An index
 * of chance 0 is never picked.
 */
function pick(u: number, chances: ArrayLike<number>, from = 0, to: number = chances.length): number {
  let reached = 0;
  let last = from;
  for (let k = from; k < to; k++) {
    if (chances[k]! <= 0) continue;
    last = k;
    reached += chances[k]!;
    if (u < reached) return k;
  }
  return last;
}

function lift(block: Uint32Array, drawn: Uint8Array, n: number): Uint8Array {
  const assignment = new Uint8Array(n);
  for (let i = 0; i < n; i++) assignment[i] = drawn[block[i]!]!;
  return assignment;
}
