// Rosas, Mediano, Gastpar and Jensen (2019), "Quantifying high-order interdependencies via multivariate extensions of the mutual information", Physical Review E 100, equation 3.
import { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import { type EntropicSettings, entropic, entropicFields } from "./cells/entropic.ts";
import { everyPlace, severalField } from "./cells/severalField.ts";
import type { Measure } from "./Measure.ts";

export interface OInformationSettings extends EntropicSettings {
  /** How many variables, from 2. Default 3. */
  readonly variables?: number | undefined;
}

/**
 * Whether several variables depend on each other redundantly or synergistically, in bits: Ω = (n − 2) H(X) + Σ [H(X_i) − H(X without X_i)], total
 * minus dual total correlation. Copies of one fair bit give n − 2, their parity gives 2 − n, two variables always 0. Needs a table of all joint values: at most about five variables. Null: redraw what was
 * randomized. Cost: linear in the records.
 */
export const oInformation: Kind<OInformationSettings, Measure> = defineKind({
  kind: "o-information",
  summary: "whether several variables are redundant (above 0) or synergistic (below 0), in bits",
  settings: z.strictObject({ ...entropicFields(), variables: severalField() }),
  make: (params): Measure => {
    const all = everyPlace(params.variables);
    return entropic({
      name: "o-information",
      params,
      variables: params.variables,
      cite: "Rosas, F. E., Mediano, P. A. M., Gastpar, M. and Jensen, H. J. (2019). Quantifying high-order interdependencies via multivariate extensions of the mutual information. Physical Review E 100.",
      terms: [
        [all.length - 2, all],
        ...all.flatMap((i) => [[1, [i]] as const, [-1, all.filter((j) => j !== i)] as const]),
      ],
    });
  },
});
