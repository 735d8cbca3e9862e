import { z } from "zod";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import { armNames } from "./armNames.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { lawOf } from "./lawOf.ts";

export interface CompleteSettings {
  /** Number of treated agents, from 1 to n − 1. */
  readonly treated: number;
  /** Names of the two arms, untreated first. Default control, treated. */
  readonly arms?: readonly [string, string];
}

/**
 * Exactly `treated` agents are treated, every such set equally likely. With m of n treated, P(Z_i = 1) = m/n and
 * P(Z_i = Z_j = 1) = m(m − 1)/(n(n − 1)): every pair of agents is dependent.
 *
 * @throws SpillwayError when `treated` is not a whole number from 1 to n − 1.
 */
export const complete: DesignKind<CompleteSettings> = defineDesign({
  kind: "complete",
  summary: "a fixed number of agents, every such set equally likely",
  settings: z.strictObject({ treated: z.number({ error: "must be a whole number" }), arms: armNames() }),
  law({ treated, arms }, { n }) {
    if (!Number.isInteger(treated) || treated < 1 || treated > n - 1) {
      const range = n > 1 ? `an integer from 1 to ${n - 1}` : "possible, but the network has only one agent";
      throw new SpillwayError(`complete: treated must be ${range}, got ${treated}`);
    }
    const block = Uint32Array.from({ length: n }, (_, i) => i);
    const counts = Uint32Array.of(n - treated, treated);
    return lawOf(arms, n, {
      kind: "fixed-counts",
      block,
      blocks: n,
      stratum: new Uint32Array(n),
      strata: 1,
      counts,
    });
  },
});
