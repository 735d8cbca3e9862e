// Kraskov, Stögbauer and Grassberger (2004), "Estimating mutual information", Physical Review E 69.
import { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import { wholeNumber } from "../core/fields.ts";
import type { Measure } from "./Measure.ts";
import { type ContinuousSettings, continuous, continuousFields } from "./neighbours/continuous.ts";

export interface ContinuousMutualInformationSettings extends ContinuousSettings {
  /** How many variables are given, after the first two. Default 0. */
  readonly given?: number | undefined;
}

/**
 * What one number says about another, in bits, without classes: by nearest neighbours in the maximum norm (algorithms 1 and 2 of Kraskov et al. 2004; given
 * others Frenzel and Pompe 2007), or from correlations, −½ log₂(1 − ρ²), if variables are jointly normal. Nearest neighbours need numbers without ties. Null: redraw
 * what was randomized. Cost: O(n log n) in few dimensions.
 */
export const continuousMutualInformation: Kind<ContinuousMutualInformationSettings, Measure> = defineKind({
  kind: "continuous-mutual-information",
  summary: "what one number says about another, without classes, in bits",
  settings: z.strictObject({ ...continuousFields(), given: wholeNumber(0).default(0) }),
  make: (params): Measure =>
    continuous({
      name: "continuous-mutual-information",
      params,
      variables: 2 + params.given,
      cite: "Kraskov, A., Stögbauer, H. and Grassberger, P. (2004). Estimating mutual information. Physical Review E 69.",
      roles: ["first", "second", ...Array.from({ length: params.given }, () => "given")],
      sides: {
        x: [[0, 0]],
        y: [[1, 0]],
        z: Array.from({ length: params.given }, (_, j) => [2 + j, 0] as const),
      },
    }),
});
