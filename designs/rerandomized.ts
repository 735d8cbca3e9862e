import { z } from "zod";
import { seed, wholeNumber } from "../src/core/fields.ts";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { acceptedLaw } from "./law/acceptedLaw.ts";
import { balance } from "./methods/balance.ts";
import { acceptField } from "./settings/acceptField.ts";
import { type BaseDesign, baseDesign, baseField } from "./settings/baseDesign.ts";
import { type Covariates, covariateField } from "./settings/covariates.ts";

export interface RerandomizedSettings {
  /** The design that is drawn again and again: its kind and its settings. Two arms. */
  readonly base: BaseDesign;
  /** What the arms shall have in common: numbers by agent, by name, or the word `degree`. */
  readonly covariates: Covariates;
  /** Largest Mahalanobis distance between the arms that is accepted, above 0. Instead of `accept`. */
  readonly threshold?: number;
  /** Share of draws to be accepted, from 0.001 to 1; the threshold follows from it. Default 0.1, unless `threshold` is given. */
  readonly accept?: number;
  /** Seed of the draws that turn `accept` into a threshold. Fixed by the settings, so that the law is known before anything is assigned. Default 1. */
  readonly seed?: string | number;
  /** Most tries for one assignment, at least 1. Default 100,000. */
  readonly tries?: number;
}

/**
 * Rerandomization: a base design is drawn repeatedly until the Mahalanobis distance between the arms' mean covariates is at most
 * a threshold. The assignment mechanism is the base design conditional on acceptance. It is exact where the base design has at most 65,536
 * assignments; otherwise probabilities are simulated from accepted draws, and only symmetry gives P(Z_i = 1) = 1/2 (when
 * swapping the arms changes neither base nor distance). Morgan and Rubin (2012), "Rerandomization to improve covariate
 * balance in experiments", Annals of Statistics 40.
 *
 * Cost of an assignment: 1/acceptance draws of the base design, with O(n k) each for k covariates.
 * @throws SpillwayError when the base design or the covariates do not fit the network, and when nothing is accepted.
 */
export const rerandomized: DesignKind<RerandomizedSettings> = defineDesign({
  kind: "rerandomized",
  summary: "another design, redrawn until covariates are balanced",
  settings: z
    .strictObject({
      base: baseField(),
      covariates: covariateField(),
      threshold: z
        .number({ error: "must be a number above 0" })
        .gt(0, { error: "must be a number above 0" })
        .optional(),
      accept: acceptField(),
      seed: seed().default(1),
      tries: wholeNumber(1).default(100_000),
    })
    .superRefine(({ threshold, accept }, context) => {
      if (threshold !== undefined && accept !== undefined)
        context.addIssue({
          code: "custom",
          path: ["accept"],
          message: "must be left out where threshold is given",
          input: accept,
        });
    })
    .overwrite((given) =>
      given.threshold === undefined && given.accept === undefined ? { ...given, accept: 0.1 } : given,
    ),
  law({ base, covariates, threshold, accept = 0.1, ...search }, network) {
    const law = baseDesign(base).law(network);
    if (law.arms.length !== 2)
      throw new SpillwayError(
        `rerandomized: base must have two arms, got ${law.arms.length} (${law.arms.join(", ")})`,
      );
    return acceptedLaw({
      who: "rerandomized",
      base: law,
      score: balance("rerandomized", covariates, network),
      noun: "a distance",
      limit: threshold === undefined ? { accept } : { threshold },
      remedy: "raise threshold, or give accept instead",
      ...search,
    });
  },
});
