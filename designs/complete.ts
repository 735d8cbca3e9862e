import { z } from "zod";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { lawOf } from "./law/lawOf.ts";
import { armCounts, armNumbers, armShares, checkArmCounts } from "./settings/armCounts.ts";
import { armList } from "./settings/armList.ts";

export interface CompleteSettings {
  /** Number of treated agents, from 1 to n − 1. For two arms. */
  readonly treated?: number;
  /** Number of agents in each arm, in the order of `arms`: whole numbers of at least 1 that sum to n. Instead of `treated`. */
  readonly counts?: readonly number[];
  /** Share of the agents in each arm, in the order of `arms`, with sum 1. Each must give a whole number of agents. Instead of `treated`. */
  readonly shares?: readonly number[];
  /** Names of the arms, untreated first. Default control, treated. */
  readonly arms?: readonly string[];
}

/**
 * Complete randomization: a fixed number of agents is in each arm, and every such assignment is equally likely. With m of n treated, P(Z_i = 1) = m/n
 * and P(Z_i = Z_j = 1) = m(m − 1)/(n(n − 1)): every pair of agents is dependent.
 *
 * @throws SpillwayError when the numbers do not fit the network; shares that are not whole numbers of agents are
 * refused, and the message suggests close counts.
 */
export const complete: DesignKind<CompleteSettings> = defineDesign({
  kind: "complete",
  summary: "a fixed number of agents, every such set equally likely",
  settings: z
    .strictObject({
      treated: z.number({ error: "must be a whole number" }).optional(),
      counts: armNumbers().optional(),
      shares: armShares().optional(),
      arms: armList(),
    })
    .superRefine(checkArmCounts),
  law(asked, { n }) {
    const { treated, arms } = asked;
    if (treated !== undefined && (!Number.isInteger(treated) || treated < 1 || treated > n - 1)) {
      const range = n > 1 ? `an integer from 1 to ${n - 1}` : "possible, but the network has only one agent";
      const share =
        treated > 0 && treated < 1
          ? `: a share is given as shares: [${Number((1 - treated).toPrecision(6))}, ${treated}]`
          : "";
      throw new SpillwayError(`complete: treated must be ${range}, got ${treated}${share}`);
    }
    const name = `the ${n} agent${n === 1 ? "" : "s"}`;
    const block = Uint32Array.from({ length: n }, (_, i) => i);
    return lawOf(arms, n, {
      kind: "fixed-counts",
      block,
      blocks: n,
      stratum: new Uint32Array(n),
      strata: 1,
      counts: armCounts("complete", asked, { size: n, name, least: 1 }),
    });
  },
});
