// Han (1978), "Nonnegative entropy measures of multivariate symmetric correlations", Information and Control 36.
import { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import { type EntropicSettings, entropic, entropicFields } from "./cells/entropic.ts";
import { everyPlace, severalField } from "./cells/severalField.ts";
import type { Measure } from "./Measure.ts";

export interface DualTotalCorrelationSettings extends EntropicSettings {
  /** How many variables, from 2. Default 3. */
  readonly variables?: number | undefined;
}

/**
 * What several variables share, in bits: DTC = H(X) − Σ H(X_i | all others), 0 when they are independent, H when all say the same. With two it is
 * their mutual information. Null: redraw what was randomized. Cost: linear in the records.
 */
export const dualTotalCorrelation: Kind<DualTotalCorrelationSettings, Measure> = defineKind({
  kind: "dual-total-correlation",
  summary: "what several variables share, in bits",
  settings: z.strictObject({ ...entropicFields(), variables: severalField() }),
  make: (params): Measure => {
    const all = everyPlace(params.variables);
    return entropic({
      name: "dual-total-correlation",
      params,
      variables: params.variables,
      cite: "Han, T. S. (1978). Nonnegative entropy measures of multivariate symmetric correlations. Information and Control 36.",
      terms: [...all.map((i) => [1, all.filter((j) => j !== i)] as const), [1 - all.length, all]],
    });
  },
});
