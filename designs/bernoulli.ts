import { z } from "zod";
import { probability } from "../src/core/fields.ts";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import { armNames } from "./armNames.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { lawOf } from "./lawOf.ts";

export interface BernoulliSettings {
  /** Chance of treatment, from 0 to 1; or a list with one chance per agent, in the order of the network's ids. Default 0.5. */
  readonly probability?: number | readonly number[];
  /** Names of the two arms, untreated first. Default control, treated. */
  readonly arms?: readonly [string, string];
}

/**
 * Every agent is treated by a coin of its own, independently. P(Z_i = 1) = p_i, P(Z_i = Z_j = 1) = p_i p_j.
 * The number of treated agents is random. A chance of 0 or 1 is allowed and leaves the agent without one of the arms.
 *
 * @throws SpillwayError when a list of chances does not have one entry per agent.
 */
export const bernoulli: DesignKind<BernoulliSettings> = defineDesign({
  kind: "bernoulli",
  summary: "each agent by its own coin",
  settings: z.strictObject({
    probability: z
      .union([probability(), z.array(probability()).readonly()], {
        error: "must be a probability from 0 to 1, or a list of them",
      })
      .default(0.5),
    arms: armNames(),
  }),
  law({ probability: p, arms }, { n }) {
    if (typeof p !== "number" && p.length !== n) {
      throw new SpillwayError(
        `bernoulli: probability must be one number or a list of ${n}, one per agent, got ${p.length}`,
      );
    }
    const chances = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) {
      const chance = typeof p === "number" ? p : p[i]!;
      chances[2 * i] = 1 - chance;
      chances[2 * i + 1] = chance;
    }
    const block = Uint32Array.from({ length: n }, (_, i) => i);
    return lawOf(arms, n, { kind: "independent-blocks", block, blocks: n, probability: chances });
  },
});
