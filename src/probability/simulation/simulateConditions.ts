import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantWhole } from "../../core/wantWhole.ts";
import type { SimulatedConditions } from "../PairProbabilities.ts";
import { conditionSimulator, type SimulationSubject } from "./conditionSimulator.ts";

/** More memory than this for the bits is refused: 4 GiB. */
const MOST_WORDS = 2 ** 30;

/**
 * Draws assignments from a design and keeps, one bit a draw, which condition each agent was in.
 *
 * Cost: that of {@link conditionSimulator}; memory draws × n × conditions / 8 bytes.
 * @param kept fewer draws of the same subject and seed, which then need not be made again.
 * @throws SpillwayError when draws is no whole number of at least 2, or the bits would need more than 4 GiB.
 */
export function simulateConditions(
  subject: SimulationSubject,
  seed: string | number,
  draws: number,
  kept?: SimulatedConditions,
): SimulatedConditions {
  const target = emptyConditions(subject, draws);
  const { words, bits } = target;
  // The last word of the kept draws may be open, and is made anew.
  const known = kept ? Math.floor(Math.min(kept.draws, draws) / 32) : 0;
  if (kept) {
    for (let row = 0; row * words < bits.length; row++)
      bits.set(kept.bits.subarray(row * kept.words, row * kept.words + known), row * words);
  }
  conditionSimulator(subject, seed)(target, known, words);
  return target;
}

/**
 * Room for the conditions of so many draws.
 *
 * @param buffer makes the memory; default an ArrayBuffer of zeros.
 * @throws SpillwayError as {@link simulateConditions}.
 */
export function emptyConditions(
  { network, exposure }: SimulationSubject,
  draws: number,
  buffer: (bytes: number) => ArrayBuffer | SharedArrayBuffer = (bytes) => new ArrayBuffer(bytes),
): SimulatedConditions {
  wantWhole("probabilities: draws", draws, 2);
  const { n } = network;
  const conditions = exposure.conditions.length;
  const words = Math.ceil(draws / 32);
  if (words * n * conditions > MOST_WORDS) {
    throw new SpillwayError(
      `probabilities: ${draws} assignments of ${n} agents in ${conditions} conditions need more than 4 GiB: use fewer draws, or a design and exposure with exact probabilities`,
    );
  }
  return { draws, words, bits: new Uint32Array(buffer(4 * words * n * conditions)) };
}

/** How many draws of these fit into 1 GiB, so that they can be doubled and kept side by side. */
export function drawsInMemory({ network, exposure }: SimulationSubject): number {
  return 32 * Math.floor(MOST_WORDS / 4 / Math.max(1, network.n * exposure.conditions.length));
}
