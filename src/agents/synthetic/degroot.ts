import { z } from "zod";
import type { Kind } from "../../core/defineKind.ts";
import { finite, probability, wholeNumber } from "../../core/fields.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { definePopulation } from "../definePopulation.ts";
import type { Population } from "../Population.ts";
import { atLeastZero } from "./atLeastZero.ts";
import { meanSaid } from "./meanSaid.ts";
import { traits } from "./traits.ts";
import { treatedArmName } from "./treatedArmName.ts";

export interface DegrootSettings {
  /** Weight of an agent's own opinion against the mean of those it hears, from 0 to 1; default 0.5. */
  readonly self?: number;
  /** What treatment adds to the first opinion; default 1. */
  readonly shift?: number;
  /** Mean of the first opinions of the untreated; default 0. */
  readonly mean?: number;
  /** Standard deviation of the first opinions, from 0; default 1. */
  readonly spread?: number;
  /** Index of the arm that counts as treated; default 1. */
  readonly treatedArm?: number;
}

const WHO = "degroot";

/**
 * Agents that average opinions (DeGroot 1974, "Reaching a consensus", Journal of the American Statistical Association 69).
 * An agent's first turn holds its first opinion, x_i = mean + spread · normal + shift · [treated]; each later turn
 *
 *   x_i(t) = self · x_i(t − 1) + (1 − self) · mean of the heard x_j(t − 1)
 *
 * An agent that hears nobody keeps its opinion. The message is `{ opinion }` and the outcome is the opinion. Treatment
 * moves first opinions only, so in a connected network its effect on every agent tends to the same share of `shift`.
 */
export const degroot: Kind<DegrootSettings, Population> = definePopulation({
  kind: WHO,
  summary: "agents that average their opinion with those of their neighbours",
  settings: z.strictObject({
    self: probability().default(0.5),
    shift: finite().default(1),
    mean: finite().default(0),
    spread: atLeastZero().default(1),
    treatedArm: wholeNumber(0).default(1),
  }),
  make: (params): Population => ({
    name: WHO,
    params,
    synthetic: true,
    create({ network, arms, rng }) {
      const { self, shift, mean, spread } = params;
      const treatedArm = treatedArmName(WHO, arms, params.treatedArm);
      const first = traits(rng, network.ids, "opinion", spread);
      return (i) => (view) => {
        let opinion: number;
        // A schedule may pass over an agent in round 1: its opinion is the first one until its first turn.
        if (view.state === undefined) opinion = mean + first[i]! + (view.arm === treatedArm ? shift : 0);
        else {
          if (typeof view.state !== "number") {
            throw new SpillwayError(`${WHO}: wanted the opinion of the round before as state, got none`);
          }
          const heard = meanSaid(view.heard, "opinion", WHO);
          opinion = heard === undefined ? view.state : self * view.state + (1 - self) * heard;
        }
        return { said: { opinion }, state: opinion, outcome: opinion };
      };
    },
  }),
});
