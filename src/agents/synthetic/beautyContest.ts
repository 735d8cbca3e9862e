import { z } from "zod";
import type { Kind } from "../../core/defineKind.ts";
import { probability, wholeNumber } from "../../core/fields.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { definePopulation } from "../definePopulation.ts";
import type { Population } from "../Population.ts";
import { atLeastZero } from "./atLeastZero.ts";
import { meanSaid } from "./meanSaid.ts";
import { treatedArmName } from "./treatedArmName.ts";

export interface BeautyContestSettings {
  /** The share of the mean that wins, from 0 to 1; default 2/3. */
  readonly factor?: number;
  /** Steps of thought of the untreated before the first guess, from 0; default 1. */
  readonly depth?: number;
  /** Steps of thought that treatment adds, from 0; default 2. */
  readonly deeper?: number;
  /** Guess of who does not think at all; default 50. */
  readonly naive?: number;
  /** Index of the arm that counts as treated; default 1. */
  readonly treatedArm?: number;
}

const WHO = "beauty-contest";

/**
 * Agents that guess a share of the mean guess, from 0 to 100 (Nagel 1995, "Unraveling in guessing games: an experimental study", American Economic Review 85). With k steps of
 * thought the first guess is naive · factor^k; each later guess is factor · mean of the last guesses, one's own among them. Where everybody hears everybody, all guess
 * the same from round 2 on: factor^(t − 1) times the mean of the first guesses. Messages are `{ guess }` and the outcome is the guess.
 */
export const beautyContest: Kind<BeautyContestSettings, Population> = definePopulation({
  kind: WHO,
  summary: "agents that guess a share of the mean guess",
  settings: z.strictObject({
    factor: probability().default(2 / 3),
    depth: atLeastZero().default(1),
    deeper: atLeastZero().default(2),
    naive: atLeastZero().default(50),
    treatedArm: wholeNumber(0).default(1),
  }),
  make: (params): Population => ({
    name: WHO,
    params,
    synthetic: true,
    create({ arms }) {
      const { factor, depth, deeper, naive } = params;
      const treatedArm = treatedArmName(WHO, arms, params.treatedArm);
      return () =>
        ({ arm, heard, state }) => {
          let guess = naive * factor ** (depth + (arm === treatedArm ? deeper : 0));
          if (state !== undefined) {
            if (typeof state !== "number")
              throw new SpillwayError(`${WHO}: wanted the guess of the round before as state, got none`);
            const others = meanSaid(heard, "guess", WHO) ?? 0;
            guess = (factor * (state + others * heard.length)) / (heard.length + 1);
          }
          return { said: { guess }, state: guess, outcome: guess };
        };
    },
  }),
});
