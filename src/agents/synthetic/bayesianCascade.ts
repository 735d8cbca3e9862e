import { z } from "zod";
import type { Kind } from "../../core/defineKind.ts";
import { wholeNumber } from "../../core/fields.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import type { Heard } from "../Agent.ts";
import { definePopulation } from "../definePopulation.ts";
import type { Population } from "../Population.ts";
import { treatedArmName } from "./treatedArmName.ts";

export interface BayesianCascadeSettings {
  /** Names of the two choices, of which one is right; default A and B. */
  readonly choices?: readonly [string, string];
  /** The right choice; default the first. Agents do not know it. */
  readonly right?: string;
  /** Probability that a private signal points to the right choice, above 0.5 and up to 1; default 2/3. */
  readonly precision?: number;
  /**
   * Where private signals come from: `drawn` in each world with that precision, or given by the `arm`, so that they are what the study randomizes: a treated agent's signal points to
   * the wrong choice, all others' to the right one. Default drawn.
   */
  readonly signals?: "drawn" | "arm";
  /** What an agent does that is torn between its signal and the others: follow its own `signal`, or toss a `coin`; default signal. */
  readonly tie?: "signal" | "coin";
  /**
   * When an agent chooses: `in-turn`, agent number k in round k, for rounds in which everybody is asked; `when-asked`, in
   * its first turn, for a schedule that asks one agent after the other. Default in-turn.
   */
  readonly moves?: "in-turn" | "when-asked";
  /** What treated agents choose whatever they know; default: they choose like all others. */
  readonly planted?: string;
  /** Index of the arm that counts as treated; default 1. */
  readonly treatedArm?: number;
}

const WHO = "bayesian-cascade";
const above =
  "must be a probability above 0.5 and up to 1: a signal that is no better than a coin says nothing";
const name = (): z.ZodString => z.string({ error: "must be a text" }).min(1, { error: "must not be empty" });

/**
 * Agents that choose once between two things, one of them right, each from a private signal and the public choices of
 * those before (Bikhchandani, Hirshleifer and Welch 1992, "A theory of fads, fashion, custom, and cultural change as
 * informational cascades", Journal of Political Economy 100, section II; the rule for ties is theirs with `coin`, and
 * that of Anderson and Holt 1997, American Economic Review 87, with `signal`).
 *
 * An agent takes the choices that it heard for all that were made before it, so the theory holds on a complete network.
 * While fewer than two more have chosen one thing than the other, a choice shows the signal behind it; from a lead of two on,
 * everybody follows whatever the signal: a cascade, and choices tell nothing more. With precision p and ties to the
 * signal, no cascade has begun after 2m agents with probability (2p(1 − p))^m, and a cascade is right with probability
 * p²/(p² + (1 − p)²).
 *
 * Messages are `{ choice, place }`, from the round of the choice on; the outcome is 1 for the right choice and 0 for the
 * other, and absent before. Signals are drawn anew in each world.
 */
export const bayesianCascade: Kind<BayesianCascadeSettings, Population> = definePopulation({
  kind: WHO,
  summary: "agents that choose once, from a private signal and the choices of those before",
  settings: z
    .strictObject({
      choices: z
        .tuple([name(), name()], { error: "must be a list of two names" })
        .readonly()
        .default(["A", "B"]),
      right: name().optional(),
      precision: z
        .number({ error: above })
        .gt(0.5, { error: above })
        .max(1, { error: above })
        .default(2 / 3),
      signals: z.enum(["drawn", "arm"], { error: "must be drawn or arm" }).optional(),
      tie: z.enum(["signal", "coin"], { error: "must be signal or coin" }).default("signal"),
      moves: z.enum(["in-turn", "when-asked"], { error: "must be in-turn or when-asked" }).default("in-turn"),
      planted: name().optional(),
      treatedArm: wholeNumber(0).default(1),
    })
    .superRefine((given, context) => {
      const { choices } = given;
      if (choices[0] === choices[1])
        context.addIssue({ code: "custom", path: ["choices"], message: "must be two different names" });
      if (given.signals === "arm" && given.planted !== undefined)
        context.addIssue({
          code: "custom",
          path: ["signals"],
          message: "must be drawn where treated agents are planted: an arm has one meaning",
        });
      for (const key of ["right", "planted"] as const) {
        const one = given[key];
        if (one !== undefined && !choices.includes(one))
          context.addIssue({ code: "custom", path: [key], message: `must be one of ${choices.join(", ")}` });
      }
    }),
  make: (params): Population => ({
    name: WHO,
    params,
    synthetic: true,
    chance: true,
    create({ arms }) {
      const { choices, precision, signals, tie, moves, planted } = params;
      const treatedArm = treatedArmName(WHO, arms, params.treatedArm);
      const right = params.right ?? choices[0];
      return (i) => (view) => {
        let said = view.state;
        if (said === undefined) {
          if (moves === "in-turn" && view.round <= i) return {};
          const toRight = signals === "arm" ? view.arm !== treatedArm : view.rng.uniform() < precision;
          const signal = (right === choices[0]) === toRight ? 1 : -1;
          const balance = publicLead(view.heard, choices) + signal;
          const up =
            balance > 0 || (balance === 0 && (tie === "signal" ? signal > 0 : view.rng.uniform() < 0.5));
          const choice =
            planted !== undefined && view.arm === treatedArm ? planted : up ? choices[0] : choices[1];
          said = { choice, place: moves === "in-turn" ? i + 1 : view.heard.length + 1 };
        }
        return { said, state: said, outcome: (said as { choice?: unknown }).choice === right ? 1 : 0 };
      };
    },
  }),
});

/**
 * By how many signals the public history speaks for the first choice: −1, 0 or 1 while choices are told by signals, and
 * 3 or −3, more than any signal can turn, once a cascade has begun.
 */
function publicLead(heard: readonly Heard[], choices: readonly [string, string]): number {
  let lead = 0;
  for (const choice of inOrder(heard, choices)) {
    lead += choice === choices[0] ? 1 : -1;
    if (Math.abs(lead) === 2) return lead * 1.5;
  }
  return lead;
}

/** Choices in the order in which they were made. A bare choice, as a script may say it, has the place at which it is heard. */
function inOrder(heard: readonly Heard[], choices: readonly [string, string]): string[] {
  const made = heard.map(({ from, said }, k) => {
    const { choice, place } =
      typeof said === "object" && said !== null
        ? (said as { readonly choice?: unknown; readonly place?: unknown })
        : { choice: said, place: undefined };
    if (choice !== choices[0] && choice !== choices[1]) {
      throw new SpillwayError(
        `${WHO}: wanted one of ${choices.join(", ")} in what agent ${from} said, got another thing`,
      );
    }
    return { choice: choice as string, place: typeof place === "number" ? place : k + 1 };
  });
  return made.sort((a, b) => a.place - b.place).map(({ choice }) => choice);
}
