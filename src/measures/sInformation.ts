// Rosas, Mediano, Gastpar and Jensen (2019), "Quantifying high-order interdependencies via multivariate extensions of the mutual information", Physical Review E 100; James, Ellison and Crutchfield (2011).
import { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import { type EntropicSettings, entropic, entropicFields } from "./cells/entropic.ts";
import { everyPlace, severalField } from "./cells/severalField.ts";
import type { Measure } from "./Measure.ts";

export interface SInformationSettings extends EntropicSettings {
  /** How many variables, from 2. Default 3. */
  readonly variables?: number | undefined;
}

/**
 * How strongly each of several variables depends on all others, summed, in bits: Σ I(X_i; X without X_i), total plus dual total correlation.
 * Null: redraw what was randomized. Cost: linear in the records.
 */
export const sInformation: Kind<SInformationSettings, Measure> = defineKind({
  kind: "s-information",
  summary: "how strongly each of several variables depends on all others, summed, in bits",
  settings: z.strictObject({ ...entropicFields(), variables: severalField() }),
  make: (params): Measure => {
    const all = everyPlace(params.variables);
    return entropic({
      name: "s-information",
      params,
      variables: params.variables,
      cite: "Rosas, F. E., Mediano, P. A. M., Gastpar, M. and Jensen, H. J. (2019). Quantifying high-order interdependencies via multivariate extensions of the mutual information. Physical Review E 100.",
      terms: [
        [-all.length, all],
        ...all.flatMap((i) => [[1, [i]] as const, [1, all.filter((j) => j !== i)] as const]),
      ],
    });
  },
});
