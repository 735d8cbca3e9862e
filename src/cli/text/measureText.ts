import type { CatalogueEntry } from "../../core/defineKind.ts";
import type { MeasureRow } from "../../experiment/measuring/MeasureRequest.ts";
import type { Measure } from "../../measures/Measure.ts";
import { colors } from "../output.ts";
import { short } from "./estimatesTable.ts";
import { textTable, wrapped } from "./textTable.ts";

/** The measures, one line or two each. */
export function measuresList(
  entries: readonly { readonly kind: string; readonly summary: string }[],
): string {
  const width = Math.max(...entries.map(({ kind }) => kind.length));
  return entries
    .map(
      ({ kind, summary }) => `${kind.padEnd(width)}  ${wrapped(summary, " ".repeat(width + 2)).trimStart()}`,
    )
    .join("\n");
}

/** What a measure is for, its variables and its settings. */
export function settingsText(
  kind: string,
  summary: string,
  entry: CatalogueEntry<Measure> | undefined,
): string {
  const shape = entry && "shape" in entry.settings ? Object.keys(entry.settings.shape as object) : undefined;
  const measure = entry?.from({});
  const settings = shape ?? ["states", "redundancy", "unit"];
  const roles = measure?.roles ?? [];
  return [
    wrapped(`${kind}: ${summary}`),
    "",
    `variables: ${measure?.variables ?? 1}${roles.length > 0 ? ` (${roles.join(", ")})` : ""}`,
    wrapped(
      `settings: ${settings
        .map((name) => {
          const usual = measure && Object.hasOwn(measure.params, name) ? measure.params[name] : undefined;
          return usual === undefined ? name : `${name} (default ${String(usual)})`;
        })
        .join(", ")}`,
    ),
    ...(measure?.noNull === undefined ? [] : [wrapped(`no p-value, because ${measure.noNull}`)]),
    ...(measure ? ["", wrapped(measure.cite)] : []),
  ].join("\n");
}

/** Rows of measures as a table, with what belongs to them below it. */
export function measureText(rows: readonly MeasureRow[]): string {
  const several = rows.some(({ of }) => of !== undefined);
  const together = rows.some(({ simultaneous }) => simultaneous !== undefined);
  const number = (value: number | undefined): string => (value === undefined ? "" : short(value));
  const header = [
    "measure",
    ...(several ? ["of"] : []),
    "value",
    "unit",
    "plug-in",
    "null mean",
    "effective",
    "p",
    ...(together ? ["p, all together"] : []),
    "n",
    "missing",
    "cells",
  ];
  const body = rows.map((row) => [
    row.measure,
    ...(several ? [row.of ?? ""] : []),
    row.because === undefined ? number(row.value) : "none",
    row.unit ?? "",
    number(row.plugIn),
    number(row.nullMean),
    number(row.effective),
    number(row.p),
    ...(together ? [number(row.simultaneous)] : []),
    row.n === undefined ? "" : String(row.n),
    row.missing === undefined ? "" : String(row.missing),
    row.cells === undefined ? "" : String(row.cells),
  ]);
  const right = header.flatMap((name, k) => (["measure", "of", "unit"].includes(name) ? [] : [k]));
  const parts = rows.flatMap(({ parts: one }) => (one ? [one] : []));
  return [
    textTable(header, body, right),
    ...(parts[0]
      ? [
          "",
          textTable(
            ["part", "value"],
            Object.entries(parts[0]).map(([name, value]) => [name, short(value)]),
            [1],
          ),
        ]
      : []),
    "",
    ...remarks(rows),
  ].join("\n");
}

/** What is to be said of rows, each sentence once. */
function remarks(rows: readonly MeasureRow[]): string[] {
  const said = new Map<string, string[]>();
  const add = (text: string, { of }: MeasureRow): void => {
    said.set(text, [...(said.get(text) ?? []), ...(of === undefined ? [] : [of])]);
  };
  for (const row of rows) {
    if (row.because !== undefined) add(`no number: ${row.because}`, row);
    if (row.correction !== undefined) add(`bias: ${row.correction}`, row);
    if (row.null !== undefined) add(`null: ${row.null}, ${row.draws} draws`, row);
    if (row.withheld !== undefined) add(`no p-value, because ${row.withheld}`, row);
    add(`claim: ${row.claim}`, row);
    for (const note of row.notes) add(`note: ${note}`, row);
  }
  return [...said].map(([text, of]) => {
    const about = of.length > 0 && of.length < rows.length ? `${of.slice(0, 6).join(", ")}: ` : "";
    return colors.dim(wrapped(`${about}${text}`));
  });
}
