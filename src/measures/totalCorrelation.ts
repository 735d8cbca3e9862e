// Watanabe (1960), "Information theoretical analysis of multivariate correlation", IBM Journal of Research and Development 4.
import { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import { type EntropicSettings, entropic, entropicFields } from "./cells/entropic.ts";
import { everyPlace, severalField } from "./cells/severalField.ts";
import type { Measure } from "./Measure.ts";

export interface TotalCorrelationSettings extends EntropicSettings {
  /** How many variables, from 2. Default 3. */
  readonly variables?: number | undefined;
}

/**
 * How much several variables depend on each other, in bits: TC = Σ H(X_i) − H(X), 0 when they are independent, (n − 1) H when all say the same.
 * With two it is their mutual information. Null: redraw what was randomized. Cost: linear in the records.
 */
export const totalCorrelation: Kind<TotalCorrelationSettings, Measure> = defineKind({
  kind: "total-correlation",
  summary: "how much several variables depend on each other in all, in bits",
  settings: z.strictObject({ ...entropicFields(), variables: severalField() }),
  make: (params): Measure => {
    const all = everyPlace(params.variables);
    return entropic({
      name: "total-correlation",
      params,
      variables: params.variables,
      cite: "Watanabe, S. (1960). Information theoretical analysis of multivariate correlation. IBM Journal of Research and Development 4.",
      terms: [...all.map((i) => [1, [i]] as const), [-1, all]],
    });
  },
});
