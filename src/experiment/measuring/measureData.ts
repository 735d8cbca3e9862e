import { CLAIMS } from "../../../estimators/Claim.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { suggest } from "../../core/suggest.ts";
import { findColumn } from "../../log/table/Table.ts";
import { measures } from "../../measures/index.ts";
import type { Measure, Symbols } from "../../measures/Measure.ts";
import { randomizationNull } from "../../measures/nulls/randomizationNull.ts";
import { type Layout, recordLayout, seriesLayout } from "./Layout.ts";
import type { MeasuredData } from "./MeasuredData.ts";
import type { MeasureRequest, MeasureRow } from "./MeasureRequest.ts";
import { nullOf } from "./nullOf.ts";
import { pairsOf } from "./pairsOf.ts";
import { rowsOfAssignment } from "./rowsOfAssignment.ts";
import { gathered, symbolsOfColumn } from "./symbolsOfColumn.ts";

/**
 * A measure of the columns of a table, with its null from what was randomized.
 *
 * @throws SpillwayError for a kind, a column or a setting that there is not, and another number of columns than the measure is of.
 */
export function measureData(data: MeasuredData, request: MeasureRequest): MeasureRow[] {
  const measure = madeMeasure(request, lawOf(data, request.variables[0]));
  const { variables: names } = request;
  if (names.length !== measure.variables)
    throw new SpillwayError(
      `measure: ${measure.name} is of ${measure.variables} variable${measure.variables === 1 ? "" : "s"}${rolesOf(measure)}, got ${names.length}: ${names.length === 0 ? "name columns" : names.join(", ")}`,
    );
  const { layout, variables } = laidOut(measure, data, request);
  const all = rowOf(measure, data, request, layout, variables);
  if (request.by === undefined) return [all];
  const by = symbolsOfColumn(columnOf(data, request.by));
  return [
    { ...all, of: "all" },
    ...by.texts.map((text, code) => {
      const kept = variables.map((variable, k) => ({
        ...variable,
        known: variable.known.map((one, r) => {
          const row = layout.rows[k]![r]!;
          return row >= 0 && by.known[row] === 1 && by.codes[row] === code ? one : 0;
        }),
      }));
      // What is of other groups is not missing.
      const { missing: _, ...row } = rowOf(measure, data, request, layout, kept);
      return { ...row, of: `${request.by} ${text}` };
    }),
  ];
}

function rolesOf({ roles }: Measure): string {
  return roles ? ` (${roles.join(", ")})` : "";
}

/** The measure, with as many variables as there are columns, and a refusal where there are too few records for its table. */
function madeMeasure(
  { kind, settings = {}, variables }: MeasureRequest,
  law: Readonly<Record<string, number>> | undefined,
): Measure {
  const entry = measures.find((one) => one.kind === kind);
  if (!entry) {
    const kinds = [...measures.map((one) => one.kind), "emergence"];
    throw new SpillwayError(
      `measure: there is no measure "${kind}"${suggest(kind, kinds)}; spillway measure lists them`,
    );
  }
  const shape = "shape" in entry.settings ? (entry.settings.shape as object) : {};
  const count = variables.length;
  return entry.from({
    ...("fewRecords" in shape ? { fewRecords: "refuse" } : {}),
    ...("variables" in shape && count >= 2 ? { variables: count } : {}),
    ...("given" in shape && count > 2 ? { given: count - 2 } : {}),
    ...("law" in shape && law ? { law } : {}),
    ...settings,
  });
}

/** The probabilities with which every message was delivered, where the first variable is that and they are the same for all. */
function lawOf(
  { run }: MeasuredData,
  first: string | undefined,
): Readonly<Record<string, number>> | undefined {
  const delivery = run?.prepared.study.data.interact?.delivery;
  if (first !== "delivered" || delivery === undefined || (delivery.edges ?? []).length > 0) return undefined;
  const { probability = 1 } = delivery;
  return { delivered: probability, dropped: 1 - probability };
}

/** A column of the data, with those that follow from an assignment or a message. */
function columnOf(data: MeasuredData, name: string): NonNullable<ReturnType<typeof findColumn>> {
  const column = findColumn(data.table, name);
  if (column) return column;
  const names = [
    ...data.table.columns.map((one) => one.name),
    ...(data.run ? ["condition"] : []),
    ...(data.messages ? ["delivered"] : []),
  ];
  throw new SpillwayError(
    `measure: there is no column "${name}"${suggest(name, names)}; the columns are ${names.join(", ")}`,
    { place: { file: data.file } },
  );
}

function laidOut(
  measure: Measure,
  data: MeasuredData,
  request: MeasureRequest,
): { readonly layout: Layout; readonly variables: readonly Symbols[] } {
  const { variables: names } = request;
  const classes = measure.name.startsWith("continuous") ? undefined : request.bins;
  const column = (name: string): Symbols => {
    if (name !== "condition" || findColumn(data.table, name))
      return symbolsOfColumn(columnOf(data, name), classes);
    if (!data.run) columnOf(data, name);
    const rows = rowsOfAssignment(data);
    if ("because" in rows) throw new SpillwayError(`measure: condition: ${rows.because}`);
    return rows.column(name, data.run!.plan.assignments);
  };
  if (names.includes("delivered")) return messageLayout(measure, data, names, column);
  const pairs = pairsOf(data, request.pairs);
  const layout =
    measure.series || pairs
      ? seriesLayout(data.table, names.length, pairs)
      : recordLayout(data.table, names.length);
  const variables = names.map((name, k) => ({
    ...gathered(column(name), layout.rows[k]!),
    runs: layout.runs,
  }));
  return { layout, variables };
}

/** One record for each message that was sent: whether it was delivered, and what whoever it was for did. */
function messageLayout(
  measure: Measure,
  data: MeasuredData,
  names: readonly string[],
  column: (name: string) => Symbols,
): { readonly layout: Layout; readonly variables: readonly Symbols[] } {
  const { messages } = data;
  if (!messages) columnOf(data, "delivered");
  if (measure.series)
    throw new SpillwayError(
      `measure: ${measure.name} reads series, and delivered is of single messages: use information-flow or mutual-information`,
    );
  const rows = Int32Array.from(messages!, ({ row }) => row);
  const layout = {
    rows: names.map(() => rows),
    runs: Uint32Array.from({ length: rows.length + 1 }, (_, r) => r),
    worlds: new Uint32Array(rows.length),
    series: Uint32Array.from(rows, (_, r) => r),
  };
  const variables = names.map((name): Symbols => {
    if (name !== "delivered") return gathered(column(name), rows);
    const codes = Uint32Array.from(messages!, ({ delivered }) => (delivered ? 1 : 0));
    return { codes, texts: ["dropped", "delivered"], known: new Uint8Array(rows.length).fill(1) };
  });
  return { layout, variables };
}

function rowOf(
  measure: Measure,
  data: MeasuredData,
  request: MeasureRequest,
  layout: Layout,
  variables: readonly Symbols[],
): MeasureRow {
  const head = { measure: measure.name, variables: request.variables };
  const found = measure.of(...variables);
  const claim = measure.claim === "randomized" ? "association" : (measure.claim ?? "association");
  if ("because" in found) return { ...head, claim: CLAIMS[claim], notes: data.notes, because: found.because };
  const { value, unit, n, missing, notes, plugIn, correction, parts } = found;
  const cells = found.cells ?? variables.reduce((all, one) => all * seen(one), 1);
  const row = {
    ...head,
    value,
    unit,
    n,
    missing,
    cells,
    ...present({ plugIn, correction, parts }),
    notes: [...notes, ...data.notes],
  };
  const source = nullOf(measure, data, request, layout, variables);
  if ("because" in source) return { ...row, withheld: source.because, claim: CLAIMS[claim] };
  const tested = randomizationNull(measure, variables, source.redraw, {
    ...present({ draws: request.draws, seed: request.seed }),
  });
  if ("because" in tested) return { ...row, withheld: tested.because, claim: CLAIMS[claim] };
  return {
    ...row,
    null: source.words,
    nullMean: tested.mean,
    effective: tested.effective,
    p: tested.p,
    draws: tested.draws,
    claim: CLAIMS[source.randomized ? "randomized" : claim],
  };
}

/** Different values that occur. */
function seen({ codes, known }: Symbols): number {
  return new Set(codes.filter((_, r) => known[r] === 1)).size;
}
