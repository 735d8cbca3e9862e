import { z } from "zod";
import { probability } from "../src/core/fields.ts";
import { sum } from "../src/core/numbers/sum.ts";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { lawOf } from "./law/lawOf.ts";
import { armShares } from "./settings/armCounts.ts";
import { armList } from "./settings/armList.ts";

export interface BernoulliSettings {
  /** Chance of treatment, from 0 to 1; or a list with one chance per agent, in the order of the network's ids. For two arms. Default 0.5, unless `shares` is given. */
  readonly probability?: number | readonly number[];
  /** Chance of each arm, in the order of `arms`, with sum 1; or a list with such a list per agent, in the order of the network's ids. For two arms or more, instead of `probability`. */
  readonly shares?: readonly number[] | readonly (readonly number[])[];
  /** Names of the arms, untreated first. Default control, treated. */
  readonly arms?: readonly string[];
}

/**
 * Bernoulli assignment: every agent is assigned to an arm independently of all others. With two arms
 * P(Z_i = 1) = p_i, P(Z_i = Z_j = 1) = p_i p_j. The number of agents in an arm is random. A probability of 0 or 1 is
 * allowed; the agent then has no positivity for one of the arms.
 *
 * @throws SpillwayError when a list of probabilities does not have one entry per agent, or not one per arm.
 */
export const bernoulli: DesignKind<BernoulliSettings> = defineDesign({
  kind: "bernoulli",
  summary: "each agent assigned independently",
  settings: z
    .strictObject({
      probability: z
        .union([probability(), z.array(probability()).readonly()], {
          error: "must be a probability from 0 to 1, or a list of them",
        })
        .optional()
        .meta({ default: 0.5 }),
      shares: z
        .union([armShares(), z.array(armShares()).readonly()], {
          error: "must be shares from 0 to 1 that sum to 1, one per arm, or a list of such lists",
        })
        .optional(),
      arms: armList(),
    })
    .superRefine(({ probability: p, shares, arms }, context) => {
      const complain = (key: string, message: string): void =>
        context.addIssue({ code: "custom", path: [key], message, input: p });
      if (shares === undefined) {
        if (arms.length > 2)
          complain(
            "shares",
            `must be ${arms.length} chances, one per arm (probability is the chance of one of two)`,
          );
      } else if (p !== undefined) complain("shares", "must be left out where probability is given");
      else if (rowsOf(shares).some((row) => row.length !== arms.length))
        complain("shares", `must have ${arms.length} entries, one per arm (${arms.join(", ")})`);
    })
    .overwrite((given) =>
      given.shares || given.probability !== undefined ? given : { ...given, probability: 0.5 },
    ),
  law({ probability: p = 0.5, shares, arms }, { n }) {
    const rows = shares ? rowsOf(shares) : typeof p === "number" ? [[1 - p, p]] : p.map((x) => [1 - x, x]);
    const each = shares ? rows !== shares : typeof p === "number";
    if (!each && rows.length !== n) {
      const [what, one] = shares ? ["shares", "one list"] : ["probability", "one number"];
      throw new SpillwayError(
        `bernoulli: ${what} must be ${one} or a list of ${n}, one per agent, got ${rows.length}`,
      );
    }
    const chances = new Float64Array(arms.length * n);
    for (let i = 0; i < n; i++) {
      const row = rows[each ? 0 : i]!;
      const total = shares ? sum(row) : 1;
      row.forEach((chance, a) => {
        chances[i * arms.length + a] = chance / total;
      });
    }
    const block = Uint32Array.from({ length: n }, (_, i) => i);
    return lawOf(arms, n, { kind: "independent-blocks", block, blocks: n, probability: chances });
  },
});

/** Shares as rows: one row for everybody, or one per agent (then the same list comes back). */
function rowsOf(shares: NonNullable<BernoulliSettings["shares"]>): readonly (readonly number[])[] {
  return isRows(shares) ? shares : [shares];
}

function isRows(shares: NonNullable<BernoulliSettings["shares"]>): shares is readonly (readonly number[])[] {
  return Array.isArray(shares[0]);
}
