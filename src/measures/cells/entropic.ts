import { z } from "zod";
import { completeRecords } from "../completeRecords.ts";
import { CORRECTIONS } from "../entropies/entropyOfCounts.ts";
import type { Measure, Symbols } from "../Measure.ts";
import { columnsOf } from "./columnsOf.ts";
import { type EntropyTerms, estimatedTerms, exactTable, exactTerms, localTerms } from "./entropyTerms.ts";
import { fewRecordsField, sparse } from "./sparse.ts";
import { unitField, unitsOfBits } from "./units.ts";

/** Settings of measures that are sums of entropies. */
export interface EntropicSettings {
  /** How each entropy is estimated. Default `miller-madow`; the plug-in number stands beside it. */
  readonly estimator?: "plug-in" | "miller-madow" | "jackknife" | "chao-shen" | "nsb" | undefined;
  /** Default bits. */
  readonly unit?: "bits" | "nats" | undefined;
  /** With fewer than ten records for each cell of the joint table: `warn` in a note, or `refuse` to give a number. Default warn. */
  readonly fewRecords?: "warn" | "refuse" | undefined;
}

type Given = Required<{ readonly [K in keyof EntropicSettings]: NonNullable<EntropicSettings[K]> }>;

/** The structure of {@link EntropicSettings}, to be spread into that of a measure. */
export const entropicFields = (): {
  readonly estimator: z.ZodDefault<
    z.ZodEnum<{
      "plug-in": "plug-in";
      "miller-madow": "miller-madow";
      jackknife: "jackknife";
      "chao-shen": "chao-shen";
      nsb: "nsb";
    }>
  >;
  readonly unit: ReturnType<typeof unitField>;
  readonly fewRecords: ReturnType<typeof fewRecordsField>;
} => ({
  estimator: z
    .enum(["plug-in", "miller-madow", "jackknife", "chao-shen", "nsb"], {
      error: "must be plug-in, miller-madow, jackknife, chao-shen or nsb",
    })
    .default("miller-madow"),
  unit: unitField(),
  fewRecords: fewRecordsField(),
});

/** Records as columns of codes, and which record each row is of. */
export interface Rows {
  readonly columns: readonly Uint32Array[];
  readonly records: readonly number[];
  readonly missing: number;
  /** Why there are none. */
  readonly empty: string;
}

/** What is the same of every measure that is a sum of joint entropies. */
interface Entropic {
  readonly name: string;
  readonly params: Given;
  readonly variables: number;
  readonly cite: string;
  readonly roles?: readonly string[];
  readonly terms: EntropyTerms;
  /** The rows whose entropies are taken. Default: complete records. */
  readonly rows?: (variables: readonly Symbols[]) => Rows;
  readonly notes?: readonly string[];
}

/** A measure that is a sum of joint entropies: its value with correction, its local values, and its value for a known distribution. */
export function entropic(given: Entropic): Measure {
  const { name, params, variables: wanted, cite, roles, terms, notes = [] } = given;
  const rowsOf = given.rows ?? ((variables) => plainRows(name, wanted, variables));
  return {
    name,
    params: { ...params },
    variables: wanted,
    cite,
    ...(roles ? { roles } : {}),
    ...(given.rows ? { series: true } : {}),
    of(...variables) {
      const { columns, records, missing, empty } = rowsOf(variables);
      const n = records.length;
      if (n === 0) return { because: empty };
      const { value, plugIn, cells } = estimatedTerms(terms, columns, params.estimator);
      const few = sparse(n, cells);
      if (few !== undefined && params.fewRecords === "refuse") return { because: few };
      return {
        value: unitsOfBits(value, params.unit),
        unit: params.unit,
        n,
        missing,
        notes: [...notes, ...(few === undefined ? [] : [few])],
        cells,
        plugIn: unitsOfBits(plugIn, params.unit),
        correction: CORRECTIONS[params.estimator],
      };
    },
    local(...variables) {
      const { columns, records, empty } = rowsOf(variables);
      if (records.length === 0) return { because: empty };
      const found = localTerms(terms, columns);
      const values = new Float64Array(variables[0]!.codes.length);
      const known = new Uint8Array(values.length);
      for (const [k, r] of records.entries()) {
        values[r] = unitsOfBits(found[k]!, params.unit);
        known[r] = 1;
      }
      return { values, known, unit: params.unit };
    },
    ...(given.rows
      ? {}
      : {
          exactly: (distribution) =>
            unitsOfBits(exactTerms(terms, exactTable(name, wanted, distribution)), params.unit),
        }),
  };
}

function plainRows(name: string, wanted: number, variables: readonly Symbols[]): Rows {
  const { records, missing } = completeRecords(name, wanted, variables);
  return {
    columns: columnsOf(variables, records),
    records,
    missing,
    empty: wanted === 1 ? "no record has a value" : "no record has a value of every variable",
  };
}
