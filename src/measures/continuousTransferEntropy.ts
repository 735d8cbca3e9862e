// Schreiber (2000), "Measuring information transfer", Physical Review Letters 85; nearest neighbours: Frenzel and Pompe (2007), Physical Review Letters 99;
// normal variables: Barnett, Barrett and Seth (2009), "Granger causality and transfer entropy are equivalent for Gaussian variables", Physical Review Letters 103.
import { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import { wholeNumber } from "../core/fields.ts";
import type { Measure } from "./Measure.ts";
import { type ContinuousSettings, continuous, continuousFields } from "./neighbours/continuous.ts";
import { transferColumns } from "./series/transferColumns.ts";

export interface ContinuousTransferEntropySettings extends ContinuousSettings {
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
 * Transfer entropy of numbers, without classes, in bits: by nearest neighbours, or from correlations if variables are jointly normal, where it is half of Granger's log ratio. Pooled over runs and
 * never across their ends. A prediction, not an effect. Null: redraw what was randomized, or exchange the source between exchangeable runs. Cost: O(n log n) in few dimensions.
 */
export const continuousTransferEntropy: Kind<ContinuousTransferEntropySettings, Measure> = defineKind({
  kind: "continuous-transfer-entropy",
  summary:
    "what the past of one series of numbers says about the next of another beyond its own past, in bits",
  settings: z.strictObject({
    ...continuousFields(),
    k: wholeNumber(1).default(1),
    l: wholeNumber(1).default(1),
    delay: wholeNumber(1).default(1),
    given: wholeNumber(0).default(0),
  }),
  make: (params): Measure => {
    const [x, y, ...z] = transferColumns(params, params.given);
    return continuous({
      name: "continuous-transfer-entropy",
      params,
      variables: 2 + params.given,
      cite: "Schreiber, T. (2000). Measuring information transfer. Physical Review Letters 85.",
      roles: ["source", "target", ...Array.from({ length: params.given }, () => "given")],
      sides: { x: x!, y: y!, z: z.flat() },
    });
  },
});
