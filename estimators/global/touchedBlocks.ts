import type { Law } from "../../designs/Design.ts";
import { studiedBy } from "../../designs/law/studiedBy.ts";
import type { IndependentBlocks } from "../../designs/Structure.ts";
import type { Network } from "../../src/network/Network.ts";
import { withinReach } from "./withinReach.ts";

/** Which independent coins may reach each agent: those of its own block and of its in-neighbours' blocks (or of all within a reach), each once. */
export interface TouchedBlocks {
  /** Blocks of agent i are `blocks[offsets[i]]` to `blocks[offsets[i + 1] − 1]`. */
  readonly offsets: Uint32Array;
  readonly blocks: Uint32Array;
  /** P(block b is treated). */
  readonly chance: Float64Array;
  /** The block of each agent. */
  readonly blockOf: Uint32Array;
  /** 1 for each agent that the design studies and that can be with all its blocks treated, and with none. */
  readonly able: Uint8Array;
}

/**
 * The coins that may reach each agent, under a law of independent blocks with two arms. An agent of a bipartite design that
 * can never be treated itself has no coin of its own. Cost: O(n + edges), with a reach that of the agents within it.
 *
 * @param reach distance, along edges, from which coins reach an agent. Default 1.
 */
export function touchedBlocks(
  network: Network,
  law: Law,
  structure: IndependentBlocks,
  reach = 1,
): TouchedBlocks {
  const { n } = network;
  const { block, blocks: count, probability } = structure;
  const chance = Float64Array.from({ length: count }, (_, b) => probability[2 * b + 1]!);
  const offsets = new Uint32Array(n + 1);
  const blocks: number[] = [];
  const able = studiedBy(law);
  const stamp = new Int32Array(count).fill(-1);
  const untreatable = new Set(law.untreatable);
  const eachWithin = withinReach(network, reach);
  for (let i = 0; i < n; i++) {
    const touch = (b: number): void => {
      if (stamp[b] === i) return;
      stamp[b] = i;
      blocks.push(b);
      if (!(chance[b]! > 0 && chance[b]! < 1)) able[i] = 0;
    };
    if (!untreatable.has(i)) touch(block[i]!);
    eachWithin(i, (j) => touch(block[j]!));
    if (blocks.length === offsets[i]) able[i] = 0;
    offsets[i + 1] = blocks.length;
  }
  return { offsets, blocks: Uint32Array.from(blocks), chance, blockOf: block, able };
}

/** 1 for each block that an assignment treats. */
export function treatedBlocks({ blockOf, chance }: TouchedBlocks, assignment: Uint8Array): Uint8Array {
  const treated = new Uint8Array(chance.length);
  assignment.forEach((arm, i) => {
    treated[blockOf[i]!] = arm;
  });
  return treated;
}
