// Shannon (1948), "A mathematical theory of communication", Bell System Technical Journal 27, section 12.
import { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import { type EntropicSettings, entropic, entropicFields } from "./cells/entropic.ts";
import type { Measure } from "./Measure.ts";

/**
 * What one variable says about another, in bits: I(X;Y) = H(X) + H(Y) − H(X,Y), 0 for independent variables and H(X) where Y says X. The plug-in
 * estimate of independent variables is (K_x − 1)(K_y − 1)/(2n ln 2) bits on average; Miller and Madow's correction takes that
 * away to first order and may leave a number below 0. Null: redraw what was randomized. Cost: linear in the records.
 */
export const mutualInformation: Kind<EntropicSettings, Measure> = defineKind({
  kind: "mutual-information",
  summary: "what one variable says about another, in bits",
  settings: z.strictObject(entropicFields()),
  make: (params): Measure =>
    entropic({
      name: "mutual-information",
      params,
      variables: 2,
      cite: "Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical Journal 27.",
      terms: [
        [1, [0]],
        [1, [1]],
        [-1, [0, 1]],
      ],
    }),
});
