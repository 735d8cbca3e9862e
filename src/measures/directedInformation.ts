// Massey (1990), "Causality, feedback and directed information", International Symposium on Information Theory and its Applications, equation 7.
import { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import { wholeNumber } from "../core/fields.ts";
import { conditionalTerms } from "./cells/conditionalTerms.ts";
import { type EntropicSettings, entropicFields } from "./cells/entropic.ts";
import { estimatedTerms } from "./cells/entropyTerms.ts";
import { joinCodes } from "./cells/joinCodes.ts";
import { sparse } from "./cells/sparse.ts";
import { unitsOfBits } from "./cells/units.ts";
import { completeRecords } from "./completeRecords.ts";
import { CORRECTIONS } from "./entropies/entropyOfCounts.ts";
import type { Measure } from "./Measure.ts";
import { runsOf } from "./series/runsOf.ts";

export interface DirectedInformationSettings extends EntropicSettings {
  /** Past values of each that are read, at most. Default: all since the run began. */
  readonly history?: number | undefined;
  /** Whether the source's present value may tell of the target's present one. Default true, as Massey has it. */
  readonly instant?: boolean | undefined;
}

const WHO = "directed-information";

/**
 * What a source has said about a target over a whole run, in bits a run: I(X→Y) = Σ_t I(X_1 … X_t; Y_t | Y_1 … Y_{t−1}), each
 * step estimated over the runs, so that nothing need be the same at all times. For panels of many short runs of equal length: the tables grow
 * exponentially with the length of the histories. Both directions and what both share add up to the mutual information of the whole runs (Massey and Massey 2005). Null:
 * redraw what was randomized, or exchange the source between exchangeable runs. Cost: linear in records times history.
 */
export const directedInformation: Kind<DirectedInformationSettings, Measure> = defineKind({
  kind: WHO,
  summary: "what one series has said about another over whole runs, step by step, in bits a run",
  settings: z.strictObject({
    ...entropicFields(),
    history: wholeNumber(1).optional(),
    instant: z.boolean({ error: "must be true or false" }).default(true),
  }),
  make: (params): Measure => ({
    name: WHO,
    params,
    variables: 2,
    cite: "Massey, J. L. (1990). Causality, feedback and directed information. International Symposium on Information Theory and its Applications.",
    roles: ["source", "target"],
    series: true,
    of(...variables) {
      completeRecords(WHO, 2, variables);
      const runs = runsOf(WHO, variables);
      const lengths = Array.from(runs.subarray(1), (end, run) => end - runs[run]!);
      const length = lengths[0] ?? 0;
      if (lengths.some((one) => one !== length))
        return {
          because: `runs must be equally long, got ${Math.min(...lengths)} to ${Math.max(...lengths)} records: cut them to the shortest`,
        };
      const whole = lengths.flatMap((_, run) => {
        for (let r = runs[run]!; r < runs[run + 1]!; r++)
          if (variables.some(({ known }) => known[r] !== 1)) return [];
        return [runs[run]!];
      });
      const n = whole.length;
      if (n === 0 || length === 0) return { because: "no run has a value at every record" };
      const column = (variable: number, from: number, to: number): Uint32Array =>
        joinCodes(
          Array.from({ length: Math.max(0, to - from) }, (_, k) =>
            Uint32Array.from(whole, (start) => variables[variable]!.codes[start + from + k]!),
          ),
          n,
        ).codes;
      let [value, plugIn, cells] = [0, 0, 0];
      for (let t = 0; t < length; t++) {
        const first = params.history === undefined ? 0 : Math.max(0, t - params.history);
        const steps = [
          column(0, first, params.instant ? t + 1 : t),
          column(1, t, t + 1),
          column(1, first, t),
        ];
        const found = estimatedTerms(conditionalTerms([0], [1], [2]), steps, params.estimator);
        value += found.value;
        plugIn += found.plugIn;
        cells = Math.max(cells, found.cells);
      }
      const few = sparse(n, cells);
      if (few !== undefined && params.fewRecords === "refuse") return { because: few };
      return {
        value: unitsOfBits(value, params.unit),
        unit: params.unit,
        n,
        missing: lengths.length - n,
        notes: [
          `${length} steps of ${n} runs, each step by itself; records are runs`,
          ...(few === undefined ? [] : [few]),
        ],
        cells,
        plugIn: unitsOfBits(plugIn, params.unit),
        correction: CORRECTIONS[params.estimator],
      };
    },
  }),
});
