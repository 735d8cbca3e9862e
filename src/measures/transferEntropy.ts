// Schreiber (2000), "Measuring information transfer", Physical Review Letters 85, equation 4; delay: Wibral et al. (2013), PLoS ONE 8.
import { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import { wholeNumber } from "../core/fields.ts";
import { conditionalTerms } from "./cells/conditionalTerms.ts";
import { type EntropicSettings, entropic, entropicFields } from "./cells/entropic.ts";
import type { Measure } from "./Measure.ts";
import { historyRows } from "./series/historyRows.ts";
import { transferColumns } from "./series/transferColumns.ts";

export interface TransferEntropySettings extends EntropicSettings {
  /** Past values of the target that are given. Default 1. */
  readonly k?: number | undefined;
  /** Past values of the source that are read. Default 1. */
  readonly l?: number | undefined;
  /** Records from the latest value of the source that is read to the present one of the target. Default 1. */
  readonly delay?: number | undefined;
  /** Further variables whose pasts are given, after source and target. Default 0. */
  readonly given?: number | undefined;
}

/**
 * What the past of a source says about the next value of a target beyond the target's own past, in bits:
 * T = I(Y_t; X_{t−u}, …, X_{t−u−l+1} | Y_{t−1}, …, Y_{t−k}), pooled over runs and never across their ends. A
 * prediction, not an effect: common causes make it positive. Null: redraw what was randomized, or exchange the source between exchangeable
 * runs. Cost: linear in the records.
 */
export const transferEntropy: Kind<TransferEntropySettings, Measure> = defineKind({
  kind: "transfer-entropy",
  summary: "what the past of one series says about the next value of another beyond its own past, in bits",
  settings: z.strictObject({
    ...entropicFields(),
    k: wholeNumber(1).default(1),
    l: wholeNumber(1).default(1),
    delay: wholeNumber(1).default(1),
    given: wholeNumber(0).default(0),
  }),
  make: (params): Measure => {
    const columns = transferColumns(params, params.given);
    return entropic({
      name: "transfer-entropy",
      params,
      variables: 2 + params.given,
      cite: "Schreiber, T. (2000). Measuring information transfer. Physical Review Letters 85.",
      roles: ["source", "target", ...Array.from({ length: params.given }, () => "given")],
      terms: conditionalTerms(
        [0],
        [1],
        columns.slice(2).map((_, j) => 2 + j),
      ),
      rows: (variables) => historyRows("transfer-entropy", variables, 2 + params.given, columns),
    });
  },
});
