// Cover and Thomas (2006), "Elements of information theory", second edition, equation 2.60.
import { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import { wholeNumber } from "../core/fields.ts";
import { conditionalTerms } from "./cells/conditionalTerms.ts";
import { type EntropicSettings, entropic, entropicFields } from "./cells/entropic.ts";
import type { Measure } from "./Measure.ts";

export interface ConditionalMutualInformationSettings extends EntropicSettings {
  /** How many variables are given, after the first two. Default 1. */
  readonly given?: number | undefined;
}

/**
 * What one variable says about another to someone who knows a third, in bits: I(X;Y|Z) = H(X,Z) + H(Y,Z) − H(Z) − H(X,Y,Z). Each entropy is
 * corrected with the values that occur, so that the correction may have either sign. Null: redraw what was randomized. Cost: linear in the records.
 */
export const conditionalMutualInformation: Kind<ConditionalMutualInformationSettings, Measure> = defineKind({
  kind: "conditional-mutual-information",
  summary: "what one variable says about another beyond what a third says, in bits",
  settings: z.strictObject({ ...entropicFields(), given: wholeNumber(1).default(1) }),
  make: (params): Measure =>
    entropic({
      name: "conditional-mutual-information",
      params,
      variables: 2 + params.given,
      cite: "Cover, T. M. and Thomas, J. A. (2006). Elements of information theory. Wiley, second edition.",
      roles: ["first", "second", ...Array.from({ length: params.given }, () => "given")],
      terms: conditionalTerms(
        [0],
        [1],
        Array.from({ length: params.given }, (_, k) => 2 + k),
      ),
    }),
});
