import type { Law } from "../../../designs/Design.ts";
import { rng } from "../../core/rng.ts";
import type { Exposure } from "../../exposure/Exposure.ts";
import type { Network } from "../../network/Network.ts";
import type { SimulatedConditions } from "../PairProbabilities.ts";
import { conditionSlices } from "./conditionSlices.ts";

/** Whose conditions are simulated: a network, the law of a design on it, and an exposure for the arms of that law. */
export interface SimulationSubject {
  readonly network: Network;
  readonly law: Law;
  readonly exposure: Exposure;
}

/** Writes the conditions of the draws of words `from` … `to` − 1 into `target`, whose bits there are zeros. */
type ConditionSimulator = (target: SimulatedConditions, from: number, to: number) => void;

/**
 * Makes the function that simulates a design 32 draws at a time. Draw r comes from the stream `probabilities`, r of the
 * seed: it is the same whatever the number of draws and whoever makes it, so words can be divided among workers.
 *
 * Exposures with a local form are computed for 32 draws at once ({@link conditionSlices}), others draw by draw.
 * Cost of 32 draws: 32 draws of the design, and O(n × arms + edges × log of the rule's largest threshold), or 32 calls of
 * the exposure; memory O(n × (arms + conditions)).
 */
export function conditionSimulator(
  { network, law, exposure }: SimulationSubject,
  seed: string | number,
): ConditionSimulator {
  const { n } = network;
  const arms = law.arms.length;
  const conditions = exposure.conditions.length;
  const stream = rng(seed).fork("probabilities");
  const mapping = exposure.local?.(network);
  const slices = mapping && conditionSlices(mapping, arms, conditions);
  const planes = new Int32Array(slices ? arms * n : 0);
  const found = new Int32Array(n * conditions);
  return ({ draws, words, bits }, from, to) => {
    for (let w = from; w < to; w++) {
      found.fill(0);
      planes.fill(0);
      const last = Math.min(draws, 32 * (w + 1));
      for (let r = 32 * w; r < last; r++) {
        const assignment = law.draw(stream.fork(r));
        const bit = 1 << (r & 31);
        if (slices) {
          for (let i = 0; i < n; i++) planes[assignment[i]! * n + i]! |= bit;
        } else {
          const condition = exposure.of(network, assignment);
          for (let i = 0; i < n; i++) found[i * conditions + condition[i]!]! |= bit;
        }
      }
      slices?.(planes, found);
      for (let row = 0; row < found.length; row++) bits[row * words + w] = found[row]!;
    }
  };
}
