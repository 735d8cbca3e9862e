import { z } from "zod";
import type { Kind } from "../../core/defineKind.ts";
import { finite, wholeNumber } from "../../core/fields.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import type { Heard } from "../Agent.ts";
import { definePopulation } from "../definePopulation.ts";
import type { Population } from "../Population.ts";
import { treatedArmName } from "./treatedArmName.ts";

export interface ConformistSettings {
  /** Names of the two choices; default A and B. */
  readonly choices?: readonly [string, string];
  /** How strongly the others' choices pull; default 1. Below 0 agents do the opposite. */
  readonly pull?: number;
  /** What an agent brings along towards the second choice; default 0. */
  readonly prior?: number;
  /** What treatment adds to that; default 0.5. */
  readonly shift?: number;
  /** Index of the arm that counts as treated; default 1. */
  readonly treatedArm?: number;
}

const WHO = "conformist";
const name = (): z.ZodString => z.string({ error: "must be a text" }).min(1, { error: "must not be empty" });

/**
 * Agents that choose anew in every turn, drawn to what they hear others choose. With m the mean of the heard choices, the first counted
 * as −1 and the second as 1, and 0 where nobody is heard,
 *
 *   P(second choice) = (1 + tanh(pull · m + prior + shift · [treated])) / 2
 *
 * (the rule that De Marzo, Castellano and Garcia 2024, "Language models form opinions like a spin system", arXiv 2409.02822, fit to populations of language models; Glauber
 * 1963). In a large population that hears everybody, agreement holds only where the pull is above 1. Messages are the choice itself; the outcome is 1 for the second choice.
 */
export const conformist: Kind<ConformistSettings, Population> = definePopulation({
  kind: WHO,
  summary: "agents that are drawn to the choice of those they hear",
  settings: z
    .strictObject({
      choices: z
        .tuple([name(), name()], { error: "must be a list of two names" })
        .readonly()
        .default(["A", "B"]),
      pull: finite().default(1),
      prior: finite().default(0),
      shift: finite().default(0.5),
      treatedArm: wholeNumber(0).default(1),
    })
    .refine(({ choices }) => choices[0] !== choices[1], {
      path: ["choices"],
      message: "must be two different names",
    }),
  make: (params): Population => ({
    name: WHO,
    params,
    synthetic: true,
    chance: true,
    create({ arms }) {
      const { choices, pull, prior, shift } = params;
      const treatedArm = treatedArmName(WHO, arms, params.treatedArm);
      return () =>
        ({ arm, heard, rng }) => {
          const push = pull * meanChoice(heard, choices) + prior + (arm === treatedArm ? shift : 0);
          const second = rng.uniform() < (1 + Math.tanh(push)) / 2;
          return { said: choices[second ? 1 : 0], outcome: second ? 1 : 0 };
        };
    },
  }),
});

function meanChoice(heard: readonly Heard[], choices: readonly [string, string]): number {
  let sum = 0;
  for (const { from, said } of heard) {
    if (said === choices[1]) sum++;
    else if (said === choices[0]) sum--;
    else
      throw new SpillwayError(
        `${WHO}: wanted one of ${choices.join(", ")} in what agent ${from} said, got another thing`,
      );
  }
  return heard.length === 0 ? 0 : sum / heard.length;
}
