import { z } from "zod";
import { wholeNumber } from "../../core/fields.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { unitField, units } from "../cells/units.ts";
import { completeRecords } from "../completeRecords.ts";
import type { LocalValues, Measure, Measured, NotMeasured, Symbols } from "../Measure.ts";
import type { Lagged } from "../series/historyRows.ts";
import { runsOf } from "../series/runsOf.ts";
import { gaussianInformation } from "./gaussian.ts";
import { nearestNeighbours, type Sides } from "./nearestNeighbours.ts";

/** Settings of measures of continuous variables. */
export interface ContinuousSettings {
  /** `ksg-1` and `ksg-2` go by nearest neighbours (Kraskov et al. 2004), `gaussian` by correlations of normal variables. Default ksg-1. */
  readonly estimator?: "ksg-1" | "ksg-2" | "gaussian" | undefined;
  /** Which nearest neighbour, from 1. Default 4. */
  readonly neighbours?: number | undefined;
  /** Divide each variable by its standard deviation first. Default false. */
  readonly standardize?: boolean | undefined;
  /** For `gaussian`: take away its mean under independence. Default false. */
  readonly corrected?: boolean | undefined;
  /** Default bits. */
  readonly unit?: "bits" | "nats" | undefined;
}

/** The structure of {@link ContinuousSettings}, to be spread into that of a measure. */
export const continuousFields = (): {
  readonly estimator: z.ZodDefault<z.ZodEnum<{ "ksg-1": "ksg-1"; "ksg-2": "ksg-2"; gaussian: "gaussian" }>>;
  readonly neighbours: z.ZodDefault<z.ZodNumber>;
  readonly standardize: z.ZodDefault<z.ZodBoolean>;
  readonly corrected: z.ZodDefault<z.ZodBoolean>;
  readonly unit: ReturnType<typeof unitField>;
} => ({
  estimator: z
    .enum(["ksg-1", "ksg-2", "gaussian"], { error: "must be ksg-1, ksg-2 or gaussian" })
    .default("ksg-1"),
  neighbours: wholeNumber(1).default(4),
  standardize: z.boolean({ error: "must be true or false" }).default(false),
  corrected: z.boolean({ error: "must be true or false" }).default(false),
  unit: unitField(),
});

interface Continuous {
  readonly name: string;
  readonly params: {
    readonly estimator: "ksg-1" | "ksg-2" | "gaussian";
    readonly neighbours: number;
    readonly standardize: boolean;
    readonly corrected: boolean;
    readonly unit: "bits" | "nats";
  };
  readonly variables: number;
  readonly cite: string;
  readonly roles?: readonly string[];
  /** What each side reads at each record: of which variable, how many records back. */
  readonly sides: { readonly [Side in keyof Sides]: readonly Lagged[] };
}

/** A measure of continuous variables, I(X;Y|Z) of what its sides read. */
export function continuous(given: Continuous): Measure {
  const { name, params, variables: wanted, cite, roles } = given;
  const { estimator, neighbours, unit } = params;
  const measured = (variables: readonly Symbols[]): (Measured & { readonly local?: Local }) | NotMeasured => {
    const rows = rowsOf(given, variables);
    const n = rows.records.length;
    if (n === 0) return { because: "no record has a value of everything that is read" };
    const sides = params.standardize ? standardized(rows.sides) : rows.sides;
    const head = { unit, n, missing: rows.missing };
    if (estimator === "gaussian") {
      const found = gaussianInformation(sides);
      if (!found)
        return {
          because: `correlations need variables that vary and do not follow from each other, and more records than variables, got ${n} records`,
        };
      const value = units(params.corrected ? found.value - found.bias : found.value, unit);
      const bias = units(found.bias, unit).toPrecision(3);
      return {
        value,
        ...head,
        notes: ["supposes jointly normal variables"],
        plugIn: units(found.value, unit),
        correction: params.corrected
          ? `${bias} ${unit}, the mean for independent normal variables, was taken away`
          : `no correction for bias: independent normal variables would give ${bias} ${unit} on average`,
      };
    }
    if (n <= neighbours)
      return { because: `${neighbours} neighbours need at least ${neighbours + 1} records, got ${n}` };
    const tie = tieIn(variables, rows.records, given);
    if (tie !== undefined) return { because: tie };
    const local = nearestNeighbours(sides, neighbours, estimator === "ksg-1" ? 1 : 2);
    const value = units(local.reduce((all, one) => all + one, 0) / n, unit);
    return {
      value,
      ...head,
      notes: [],
      correction: `${neighbours} nearest neighbours: nearly without bias for independent variables, and values below 0 are ordinary`,
      local: { values: local, records: rows.records },
    };
  };
  return {
    name,
    params: { ...params },
    variables: wanted,
    cite,
    ...(roles ? { roles } : {}),
    ...([...given.sides.x, ...given.sides.y].some(([, lag]) => lag > 0) ? { series: true } : {}),
    of(...variables) {
      const found = measured(variables);
      if ("because" in found) return found;
      const { local: _, ...rest } = found;
      return rest;
    },
    local(...variables): LocalValues | NotMeasured {
      if (estimator === "gaussian") return { because: "local values need ksg-1 or ksg-2" };
      const found = measured(variables);
      if ("because" in found) return found;
      const values = new Float64Array(variables[0]!.codes.length);
      const known = new Uint8Array(values.length);
      for (const [k, r] of found.local!.records.entries()) {
        values[r] = units(found.local!.values[k]!, unit);
        known[r] = 1;
      }
      return { values, known, unit };
    },
  };
}

interface Local {
  readonly values: Float64Array;
  readonly records: readonly number[];
}

/** The columns of each side, over the records where all that they read is there. */
function rowsOf(
  { name, variables: wanted, sides }: Continuous,
  variables: readonly Symbols[],
): { readonly sides: Sides; readonly records: readonly number[]; readonly missing: number } {
  completeRecords(name, wanted, variables);
  const texts = variables.findIndex(({ values }) => values === undefined);
  if (texts >= 0)
    throw new SpillwayError(
      `${name}: wanted numbers, got texts in variable ${texts + 1}: a measure without "continuous" in its name takes texts`,
    );
  const runs = runsOf(name, variables);
  const all = [...sides.x, ...sides.y, ...sides.z];
  const longest = Math.max(...all.map(([, lag]) => lag));
  const records: number[] = [];
  let missing = 0;
  for (let run = 0; run + 1 < runs.length; run++)
    for (let r = runs[run]! + longest; r < runs[run + 1]!; r++)
      if (all.every(([variable, lag]) => variables[variable]!.known[r - lag] === 1)) records.push(r);
      else missing++;
  const columns = (side: readonly Lagged[]): Float64Array[] =>
    side.map(([variable, lag]) => Float64Array.from(records, (r) => variables[variable]!.values![r - lag]!));
  return { sides: { x: columns(sides.x), y: columns(sides.y), z: columns(sides.z) }, records, missing };
}

function standardized(sides: Sides): Sides {
  const one = (column: Float64Array): Float64Array => {
    const mean = column.reduce((all, x) => all + x, 0) / column.length;
    const spread = Math.sqrt(column.reduce((all, x) => all + (x - mean) ** 2, 0) / (column.length - 1));
    return spread > 0 ? column.map((x) => (x - mean) / spread) : column;
  };
  return { x: sides.x.map(one), y: sides.y.map(one), z: sides.z.map(one) };
}

/** Equal numbers, which nearest neighbours cannot take: their distances are 0. */
function tieIn(
  variables: readonly Symbols[],
  records: readonly number[],
  { sides }: Continuous,
): string | undefined {
  const read = new Set([...sides.x, ...sides.y, ...sides.z].map(([variable]) => variable));
  for (const variable of read) {
    const { values } = variables[variable]!;
    const seen = new Map<number, number>();
    for (const r of records) seen.set(values![r]!, (seen.get(values![r]!) ?? 0) + 1);
    const [value, times] = [...seen].reduce((most, one) => (one[1] > most[1] ? one : most));
    if (times > 1)
      return `variable ${variable + 1} has the value ${value} ${times} times, and nearest neighbours need numbers of which no two are equal: use the estimator gaussian, or a measure of classes`;
  }
  return undefined;
}
