import { z } from "zod";
import { finite, wholeNumber } from "../../core/fields.ts";
import { normalDraw } from "../../core/numbers/normalDraw.ts";
import type { View } from "../Agent.ts";
import type { PopulationSetting } from "../Population.ts";
import { atLeastZero } from "./atLeastZero.ts";
import { meanSaid } from "./meanSaid.ts";
import { traits } from "./traits.ts";
import { treatedArmName } from "./treatedArmName.ts";

/** How much conditional cooperators contribute. */
export interface ContributionSettings {
  /** What an agent has to give in each round, above 0; default 20. */
  readonly endowment?: number;
  /** Mean contribution of the untreated in round 1; default 10. */
  readonly first?: number;
  /** What an agent gives for each unit that the others gave on average in the round before; default 0.9. */
  readonly slope?: number;
  /** What it keeps back of that, the selfish bias; default 0. */
  readonly bias?: number;
  /** What treatment adds to each contribution; default 5. */
  readonly push?: number;
  /** Standard deviation of the agents' own levels, from 0; default 0. */
  readonly spread?: number;
  /** Standard deviation of the noise of each turn, from 0; default 0. */
  readonly noise?: number;
  /** Index of the arm that counts as treated; default 1. */
  readonly treatedArm?: number;
}

const positive = "must be a finite number above 0";

/** The structure of {@link ContributionSettings}, for kinds to build on. */
export const contributionFields: {
  readonly endowment: z.ZodDefault<z.ZodNumber>;
  readonly first: z.ZodDefault<z.ZodNumber>;
  readonly slope: z.ZodDefault<z.ZodNumber>;
  readonly bias: z.ZodDefault<z.ZodNumber>;
  readonly push: z.ZodDefault<z.ZodNumber>;
  readonly spread: z.ZodDefault<z.ZodNumber>;
  readonly noise: z.ZodDefault<z.ZodNumber>;
  readonly treatedArm: z.ZodDefault<z.ZodNumber>;
} = {
  endowment: z.number({ error: positive }).gt(0, { error: positive }).default(20),
  first: finite().default(10),
  slope: finite().default(0.9),
  bias: finite().default(0),
  push: finite().default(5),
  spread: atLeastZero().default(0),
  noise: atLeastZero().default(0),
  treatedArm: wholeNumber(0).default(1),
};

/**
 * The contribution of each agent in a view: linear conditional cooperation with a selfish bias (Fischbacher, Gächter and
 * Fehr 2001, "Are people conditionally cooperative?", Economics Letters 71), between 0 and the endowment:
 *
 *   c_i(1) = first + u_i + push z_i,   c_i(t) = slope · mean(c_j(t − 1)) − bias + u_i + push z_i + noise
 *
 * with the mean over the neighbours that were heard. An agent that hears nobody does as in round 1.
 */
export function contributionRule(
  who: string,
  params: Required<ContributionSettings>,
  { network, arms, rng }: PopulationSetting,
): (i: number, view: View) => number {
  const { endowment, first, slope, bias, push, spread, noise } = params;
  const treatedArm = treatedArmName(who, arms, params.treatedArm);
  const level = traits(rng, network.ids, "contribution", spread);
  return (i, view) => {
    const others = meanSaid(view.heard, "contribution", who);
    const wish =
      (others === undefined ? first : slope * others - bias) +
      level[i]! +
      (view.arm === treatedArm ? push : 0) +
      (noise === 0 ? 0 : noise * normalDraw(view.rng));
    return Math.min(endowment, Math.max(0, wish));
  };
}
