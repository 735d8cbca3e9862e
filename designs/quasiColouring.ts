import { z } from "zod";
import { seed, wholeNumber } from "../src/core/fields.ts";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import { complete } from "./complete.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { acceptedLaw } from "./law/acceptedLaw.ts";
import { climbedColouring } from "./methods/climbedColouring.ts";
import { colourImbalance } from "./methods/colourImbalance.ts";
import { acceptField } from "./settings/acceptField.ts";
import { armNames } from "./settings/armNames.ts";

export interface QuasiColouringSettings {
  /** Number of treated agents, from 1 to n − 1. Default half of them; required where n is odd. */
  readonly treated?: number;
  /** Largest imbalance accepted, a whole number of at least 0. Instead of `accept`. */
  readonly imbalance?: number;
  /** Share of the assignments of complete randomization to be accepted, from 0.001 to 1; the largest imbalance follows from it. Default 0.1, unless `imbalance` is given. */
  readonly accept?: number;
  /** Most swaps by which each draw is improved before it is judged. Default 0: accepted assignments are all equally likely. */
  readonly swaps?: number;
  /** Seed of the draws that turn `accept` into a largest imbalance. Fixed by the settings, so that the law is known before anything is assigned. Default 1. */
  readonly seed?: string | number;
  /** Most tries for one assignment, at least 1. Default 100,000. */
  readonly tries?: number;
  /** Names of the two arms, untreated first. Default control, treated. */
  readonly arms?: readonly [string, string];
}

/**
 * A fixed number of agents is treated so that treated and untreated agents have nearly the same numbers of in-neighbours and of
 * treated ones, so the difference in means estimates the direct effect. Complete randomization is drawn again until the imbalance
 * ({@link colourImbalance}) is at most a limit. Without swaps all accepted assignments are equally likely: exact where
 * complete randomization has at most 65,536 assignments. With swaps, rarer assignments are found, and the assignment mechanism is that of the
 * search, known only by its sampler. With half of the agents treated, P(Z_i = 1) = 1/2 either way, because swapping the arms changes nothing.
 * Jagadeesan, Pillai and Volfovsky (2020), "Designs for estimating the treatment effect in networks with interference", Annals of
 * Statistics 48.
 *
 * Cost of a try: O(n + edges), and the out-neighbours of two agents for each swap.
 * @throws SpillwayError when the number of treated agents does not fit the network, and when nothing is accepted.
 */
export const quasiColouring: DesignKind<QuasiColouringSettings> = defineDesign({
  kind: "quasi-colouring",
  summary: "a fixed number of agents, arms alike in neighbours and treated neighbours",
  settings: z
    .strictObject({
      treated: z.number({ error: "must be a whole number" }).optional(),
      imbalance: wholeNumber(0).optional(),
      accept: acceptField(),
      swaps: wholeNumber(0).default(0),
      seed: seed().default(1),
      tries: wholeNumber(1).default(100_000),
      arms: armNames(),
    })
    .superRefine(({ imbalance, accept }, context) => {
      if (imbalance !== undefined && accept !== undefined)
        context.addIssue({
          code: "custom",
          path: ["accept"],
          message: "must be left out where imbalance is given",
          input: accept,
        });
    })
    .overwrite((given) =>
      given.imbalance === undefined && given.accept === undefined ? { ...given, accept: 0.1 } : given,
    ),
  law({ treated, imbalance, accept = 0.1, swaps, arms, ...search }, network) {
    const { n } = network;
    if (treated === undefined && n % 2 === 1)
      throw new SpillwayError(
        `quasi-colouring: treated must be given where the number of agents is odd, got ${n} agents`,
      );
    const number = treated ?? n / 2;
    if (!Number.isInteger(number) || number < 1 || number > n - 1)
      throw new SpillwayError(
        `quasi-colouring: treated must be ${n > 1 ? `a whole number from 1 to ${n - 1}` : "possible, but the network has only one agent"}, got ${number}`,
      );
    const base = complete({ treated: number, arms }).law(network);
    const colours = colourImbalance(network);
    return acceptedLaw({
      who: "quasi-colouring",
      base,
      score: (assignment) => colours.start(assignment),
      noun: "an imbalance",
      limit: imbalance === undefined ? { accept } : { threshold: imbalance },
      remedy: "raise imbalance, or give accept instead",
      searchRemedy: swaps > 0 ? "raise swaps or tries" : "give swaps, or raise tries",
      ...(swaps > 0
        ? { attempt: (rng, until) => climbedColouring(base.draw(rng), colours, rng, until, swaps) }
        : {}),
      ...search,
    });
  },
});
