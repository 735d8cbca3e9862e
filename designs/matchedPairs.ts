import { z } from "zod";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import { shown } from "../src/core/shown.ts";
import type { Network } from "../src/network/Network.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { lawOf } from "./law/lawOf.ts";
import { nearestPairs } from "./methods/nearestPairs.ts";
import type { FixedCounts } from "./Structure.ts";
import { armNames } from "./settings/armNames.ts";
import { type Covariates, covariateField } from "./settings/covariates.ts";

type Id = string | number;

export interface MatchedPairsSettings {
  /** The pairs, each a list of two ids. One agent may be left over. */
  readonly pairs?: readonly (readonly [Id, Id])[];
  /** What pairs shall have in common, instead of `pairs`: numbers by agent, by name, or the word `degree`. */
  readonly covariates?: Covariates;
  /** Whether found pairs shall be more than two steps apart wherever possible, so that they share no neighbour. Default false. */
  readonly apart?: boolean;
  /** Names of the two arms, untreated first. Default control, treated. */
  readonly arms?: readonly [string, string];
}

/**
 * One agent of each pair is treated, either with probability 1/2, independently across pairs. Pairs are given, or found: those of least total
 * Mahalanobis distance over covariates (minimum-weight perfect matching; Greevy, Lu, Silber and Rosenbaum 2004). With
 * `apart`, as few pairs as possible are neighbours or share one, and of those pairings the nearest counts. Of an odd number of
 * agents, the one without which the others are most alike is treated with probability 1/2 by itself.
 *
 * P(Z_i = 1) = 1/2; P(Z_i = Z_j = 1) = 0 in a pair and 1/4 otherwise.
 *
 * Cost of finding pairs: O(n³), some 20 seconds for 1,000 agents.
 * @throws SpillwayError when pairs overlap or leave more than one agent over, and for covariates that do not fit.
 */
export const matchedPairs: DesignKind<MatchedPairsSettings> = defineDesign({
  kind: "matched-pairs",
  summary: "one of each pair, pairs given or found by covariates",
  settings: z
    .strictObject({
      pairs: z
        .array(z.tuple([id(), id()], { error: "must be a list of two ids" }).readonly())
        .readonly()
        .optional(),
      covariates: covariateField().optional(),
      apart: z.boolean().default(false),
      arms: armNames(),
    })
    .superRefine(({ pairs, covariates, apart }, context) => {
      const complain = (key: string, message: string): void =>
        context.addIssue({ code: "custom", path: [key], message, input: pairs });
      if (pairs === undefined && covariates === undefined)
        complain("pairs", "must be a list of pairs (or give covariates, to find them)");
      if (pairs !== undefined && covariates !== undefined)
        complain("covariates", "must be left out where pairs is given");
      if (pairs !== undefined && apart) complain("apart", "must be left out where pairs is given");
    }),
  law({ pairs, covariates, apart, arms }, network) {
    const { n } = network;
    if (n < 2) throw new SpillwayError(`matched-pairs: the network must have at least 2 agents, got ${n}`);
    const pair = covariates ? nearestPairs(covariates, network, apart) : givenPairs(pairs!, network);
    const single = n % 2 === 1;
    const strata = (n + 1) >> 1;
    const withSingle = (arm: 0 | 1): FixedCounts => {
      const counts = new Uint32Array(2 * strata).fill(1);
      if (single) counts.set([1 - arm, arm], 2 * strata - 2);
      const block = Uint32Array.from({ length: n }, (_, i) => i);
      return { kind: "fixed-counts", block, blocks: n, stratum: pair, strata, counts };
    };
    if (!single) return lawOf(arms, n, withSingle(0));
    const parts = ([0, 1] as const).map((arm) => ({ weight: 0.5, structure: withSingle(arm) }));
    return lawOf(arms, n, { kind: "mixture", parts });
  },
});

function id(): z.ZodUnion<readonly [z.ZodString, z.ZodNumber]> {
  return z.union([z.string(), z.number()]);
}

/** Number of each agent's pair; an agent left over has the last number. */
function givenPairs(pairs: readonly (readonly [Id, Id])[], { n, ids }: Network): Uint32Array {
  const number = new Map(ids.map((one, i) => [one, i]));
  const pair = new Uint32Array(n).fill(pairs.length);
  pairs.forEach((two, k) => {
    for (const one of two) {
      const i = number.get(String(one));
      if (i === undefined)
        throw new SpillwayError(
          `matched-pairs: pair ${k + 1} names ${shown(one)}, which is not in the network`,
        );
      if (pair[i] !== pairs.length)
        throw new SpillwayError(
          `matched-pairs: every agent may be in one pair, but ${shown(one)} is named twice`,
        );
      pair[i] = k;
    }
  });
  const left = ids.filter((_, i) => pair[i] === pairs.length);
  if (left.length > 1)
    throw new SpillwayError(
      `matched-pairs: at most one agent may be left without a pair, got ${left.length} (${left.slice(0, 3).map(shown).join(", ")}${left.length > 3 ? ", …" : ""}): name their pairs too`,
    );
  return pair;
}
