import { z } from "zod";
import { probability, wholeNumber } from "../src/core/fields.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { lawOf } from "./law/lawOf.ts";
import { switchbackScheme } from "./law/switchbackScheme.ts";
import { armNames } from "./settings/armNames.ts";
import { type GroupLabels, groupLabels } from "./settings/groupNumbers.ts";

export interface SwitchbackSettings {
  /** Periods in which coins are tossed anew: a list that begins with 1 and increases. Default: every period. */
  readonly points?: readonly number[];
  /** Number of periods between two tosses, from 1. Instead of `points`. */
  readonly every?: number;
  /** A carry-over of so many periods, from 1, for which the points shall be minimax optimal; the number of periods is then a multiple of it, at least 4 times. Instead of `points`. */
  readonly minimax?: number;
  /** Chance of treatment at each toss, above 0 and below 1. Default 0.5. */
  readonly probability?: number;
  /** Cluster of each agent, when each cluster tosses its own coins: a mapping from agent to cluster, a list in the order of the agents, or `each` for every agent by itself. Default: all agents switch together. */
  readonly clusters?: GroupLabels | "each";
  /** Periods left out of the study after each toss, from 0. Default 0. */
  readonly washout?: number;
  /** Names of the two arms, untreated first. Default control, treated. */
  readonly arms?: readonly [string, string];
}

/**
 * Switchback: treatment is switched on and off over time; it is randomized at given periods and held until the next randomization. The
 * units are agents in periods (`overTime`); those assigned together form a block. With carry-over of m periods the
 * exposure `all-treated` asks whether an agent and those it hears from were treated in all of this and the last m periods,
 * or in none; with one agent the probability of either is 2^−(number of blocks that these periods overlap).
 *
 * Bojinov, Simchi-Levi and Zhao (2023), "Design and analysis of switchback experiments".
 *
 * @throws SpillwayError when the network is not over time or the points do not fit it (see {@link switchbackScheme}).
 */
export const switchback: DesignKind<SwitchbackSettings> = defineDesign({
  kind: "switchback",
  summary: "treatment on and off over time, for all agents or cluster by cluster",
  settings: z
    .strictObject({
      points: z
        .array(wholeNumber(1), { error: "must be a list of periods" })
        .min(1, { error: "must begin with 1" })
        .refine((list) => list[0] === 1 && list.every((point, k) => k === 0 || point > list[k - 1]!), {
          error: "must begin with 1 and increase",
        })
        .readonly()
        .optional(),
      every: wholeNumber(1).optional(),
      minimax: wholeNumber(1).optional(),
      probability: coin().default(0.5),
      clusters: z
        .union([z.literal("each"), groupLabels("cluster")], {
          error: "must be each, a list of clusters, one per agent, or a mapping from agent to cluster",
        })
        .optional(),
      washout: wholeNumber(0).default(0),
      arms: armNames(),
    })
    .superRefine((given, context) => {
      const named = (["points", "every", "minimax"] as const).filter((key) => given[key] !== undefined);
      if (named.length > 1)
        context.addIssue({
          code: "custom",
          path: [named[1]!],
          message: `must be left out where ${named[0]!} is given`,
          input: given,
        });
    }),
  law({ probability: p, arms, ...when }, network) {
    const { block, blocks, studied } = switchbackScheme(network, when);
    const chances = Float64Array.from({ length: 2 * blocks }, (_, k) => (k % 2 === 0 ? 1 - p : p));
    const law = lawOf(arms, network.n, { kind: "independent-blocks", block, blocks, probability: chances });
    return studied.length === network.n ? law : { ...law, studied };
  },
});

function coin(): z.ZodNumber {
  const error = "must be a probability above 0 and below 1";
  return probability().gt(0, { error }).lt(1, { error });
}
