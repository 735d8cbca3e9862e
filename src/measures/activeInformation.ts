// Lizier, Prokopenko and Zomaya (2012), "Local measures of information storage in complex distributed computation", Information Sciences 208, equation 5.
import { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import { wholeNumber } from "../core/fields.ts";
import { conditionalTerms } from "./cells/conditionalTerms.ts";
import { type EntropicSettings, entropic, entropicFields } from "./cells/entropic.ts";
import type { Measure } from "./Measure.ts";
import { history, historyRows } from "./series/historyRows.ts";

export interface ActiveInformationSettings extends EntropicSettings {
  /** Past values that are read. Default 1. */
  readonly k?: number | undefined;
}

/**
 * What a series' own past says about its next value, in bits: active information storage A = I(Y_t; Y_{t−1}, …, Y_{t−k}), pooled over runs and never across
 * their ends. No p-value: a series and its past were not randomized against each other. Cost: linear in the records.
 */
export const activeInformation: Kind<ActiveInformationSettings, Measure> = defineKind({
  kind: "active-information",
  summary: "what a series' own past says about its next value, in bits",
  settings: z.strictObject({ ...entropicFields(), k: wholeNumber(1).default(1) }),
  make: (params): Measure => ({
    ...entropic({
      name: "active-information",
      params,
      variables: 1,
      cite: "Lizier, J. T., Prokopenko, M. and Zomaya, A. Y. (2012). Local measures of information storage in complex distributed computation. Information Sciences 208.",
      terms: conditionalTerms([0], [1], []),
      rows: (variables) =>
        historyRows("active-information", variables, 1, [history(0, 1, params.k), [[0, 0]]]),
    }),
    noNull: "nothing was randomized between a series and its own past",
  }),
});
