// Ay and Polani (2008), "Information flows in causal networks", Advances in Complex Systems 11, equations 9 and 10.
import { z } from "zod";
import { defineKind, type Kind } from "../core/defineKind.ts";
import { probability, wholeNumber } from "../core/fields.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { columnsOf } from "./cells/columnsOf.ts";
import { joinCodes } from "./cells/joinCodes.ts";
import { fewRecordsField, sparse } from "./cells/sparse.ts";
import { unitField, units } from "./cells/units.ts";
import { completeRecords } from "./completeRecords.ts";
import type { Measure } from "./Measure.ts";

export interface InformationFlowSettings {
  /** Probability of each value of the input under the randomization; their sum is 1. Default: the shares seen. */
  readonly law?: Readonly<Record<string, number>> | undefined;
  /** Whether the bias of a small sample is corrected to first order, as Miller and Madow do. Default true. */
  readonly corrected?: boolean | undefined;
  /** How many variables that were imposed, too, are given after the first two. Default 0. */
  readonly given?: number | undefined;
  /** Default bits. */
  readonly unit?: "bits" | "nats" | undefined;
  /** With fewer than ten records for each cell of the joint table: `warn` in a note, or `refuse` to give a number. Default warn. */
  readonly fewRecords?: "warn" | "refuse" | undefined;
}

const WHO = "information-flow";
/** Rounding that the sum of probabilities may have. */
const ROUNDING = 1e-9;

/**
 * What an input does to a response, in bits: Σ p(x) p(y|do x) log₂ [p(y|do x) / Σ p(x′) p(y|do x′)]. For an input that was randomized, such as whether a message was delivered:
 * then p(y|do x) = p(y|x), with p(x) that of the randomization. It is 0 exactly when the input has no effect on the law of the response. Given
 * further imposed variables it is the mean over them. Null: draw the input anew. Cost: linear in the records.
 *
 * @throws SpillwayError when `law` does not name a value that occurs, or its probabilities do not add up to 1.
 */
export const informationFlow: Kind<InformationFlowSettings, Measure> = defineKind({
  kind: WHO,
  summary: "what a randomized input does to a response, in bits",
  settings: z
    .strictObject({
      law: z.record(z.string(), probability()).optional(),
      corrected: z.boolean({ error: "must be true or false" }).default(true),
      given: wholeNumber(0).default(0),
      unit: unitField(),
      fewRecords: fewRecordsField(),
    })
    .refine(
      ({ law }) =>
        law === undefined || Math.abs(Object.values(law).reduce((all, p) => all + p, 0) - 1) < ROUNDING,
      { error: "must have probabilities that add up to 1", path: ["law"] },
    ),
  make: (params): Measure => ({
    name: WHO,
    params,
    variables: 2 + params.given,
    cite: "Ay, N. and Polani, D. (2008). Information flows in causal networks. Advances in Complex Systems 11.",
    roles: ["input", "response", ...Array.from({ length: params.given }, () => "given")],
    claim: "randomized",
    of(...variables) {
      const { records, missing } = completeRecords(WHO, 2 + params.given, variables);
      const n = records.length;
      if (n === 0) return { because: "no record has a value of every variable" };
      const [input, response, ...given] = columnsOf(variables, records);
      const texts = variables[0]!.texts;
      const x = joinCodes([input!], n);
      const y = joinCodes([response!], n);
      const s = joinCodes(given, n);
      const law = lawOf(x.codes, x.cells, input!, texts, params.law);
      if ("because" in law) return law;
      const cells = x.cells * y.cells * s.cells;
      const few = sparse(n, cells);
      if (few !== undefined && params.fewRecords === "refuse") return { because: few };
      let [plugIn, correction] = [0, 0];
      const counts = new Float64Array(cells);
      for (let r = 0; r < n; r++) counts[(s.codes[r]! * x.cells + x.codes[r]!) * y.cells + y.codes[r]!]!++;
      const within = x.cells * y.cells;
      for (let one = 0; one < s.cells; one++) {
        const found = flow(counts.subarray(one * within, (one + 1) * within), y.cells, law.shares);
        if (found === undefined)
          return {
            because:
              "a value of the input never occurs with one of the values given: its response there is unknown",
          };
        plugIn += (found.records / n) * found.value;
        correction += (found.records / n) * found.bias;
      }
      const value = params.corrected ? plugIn - correction : plugIn;
      return {
        value: units(value, params.unit),
        unit: params.unit,
        n,
        missing,
        notes: [
          params.law
            ? "for the probabilities of the input that were given"
            : "for the shares of the input that were seen: give the randomization's own as law",
          "an effect only if the input was randomized",
          ...(few === undefined ? [] : [few]),
        ],
        cells,
        plugIn: units(plugIn, params.unit),
        correction: params.corrected
          ? "first-order correction for the bias of a small sample, with the values that occur"
          : "no correction for the bias of a small sample",
      };
    },
  }),
});

/** p(x) in the order of the codes. */
function lawOf(
  codes: Uint32Array,
  cells: number,
  column: Uint32Array,
  texts: readonly string[],
  given: Readonly<Record<string, number>> | undefined,
): { readonly shares: Float64Array } | { readonly because: string } {
  const shares = new Float64Array(cells);
  if (given === undefined) {
    for (const code of codes) shares[code]! += 1 / codes.length;
    return { shares };
  }
  const seen = new Set<string>();
  for (const [r, code] of codes.entries()) {
    const text = texts[column[r]!]!;
    if (!Object.hasOwn(given, text))
      throw new SpillwayError(
        `${WHO}: law has no probability of the value "${text}", which occurs: give one for each`,
      );
    shares[code] = given[text]!;
    seen.add(text);
  }
  const never = Object.entries(given).find(([text, p]) => p > 0 && !seen.has(text));
  return never
    ? { because: `the value "${never[0]}" of the input never occurs: its response is unknown` }
    : { shares };
}

/** The flow in nats where p(x) is known, and its bias to first order; undefined when an input that has a chance does not occur. */
function flow(
  counts: Float64Array,
  ys: number,
  law: Float64Array,
): { value: number; bias: number; records: number } | undefined {
  const mixture = new Float64Array(ys);
  const responses = new Set<number>();
  let [noise, bias, records] = [0, 0, 0];
  for (let x = 0; x < law.length; x++) {
    const row = counts.subarray(x * ys, (x + 1) * ys);
    const all = row.reduce((total, one) => total + one, 0);
    records += all;
    if (law[x] === 0) continue;
    if (all === 0) return undefined;
    let values = 0;
    for (let y = 0; y < ys; y++) {
      const share = row[y]! / all;
      if (share === 0) continue;
      values++;
      responses.add(y);
      mixture[y]! += law[x]! * share;
      noise -= law[x]! * share * Math.log(share);
    }
    // H(Y|do x) is too small by (values − 1)/2n to first order, so that the flow is too large.
    bias += (law[x]! * (values - 1)) / (2 * all);
  }
  let spread = 0;
  for (const share of mixture) if (share > 0) spread -= share * Math.log(share);
  return { value: spread - noise, bias: bias - (responses.size - 1) / (2 * records), records };
}
