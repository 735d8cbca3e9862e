import type { EstimateRow } from "../../estimators/Estimator.ts";

const COLUMNS = [
  "contrast",
  "estimator",
  "estimate",
  "se",
  "ci_low",
  "ci_high",
  "confidence",
  "variance",
  "n_first",
  "n_second",
  "population",
  "excluded",
  "notes",
  "because",
] as const;

/**
 * Estimates as CSV, a row for each contrast and estimator. `excluded` holds ids and `notes` sentences, separated by
 * semicolons; a standard error that is withheld is empty and its reason is the last note.
 *
 * @param round the round of each row, where a table holds several; the first column is then `round`.
 */
export function estimatesCsv(rows: readonly EstimateRow[], round?: (row: EstimateRow) => string): string {
  const header = round ? ["round", ...COLUMNS] : [...COLUMNS];
  const lines = rows.map((row) => [...(round ? [round(row)] : []), ...cells(row)].map(field).join(","));
  return `${[header.join(","), ...lines].join("\n")}\n`;
}

function cells(row: EstimateRow): (string | number)[] {
  const found = "estimate" in row ? row : undefined;
  const notes = found?.withheld === undefined ? row.notes : [...row.notes, found.withheld];
  return [
    row.contrast,
    row.estimator,
    found?.estimate ?? "",
    found?.se ?? "",
    found?.ci?.[0] ?? "",
    found?.ci?.[1] ?? "",
    found?.confidence ?? "",
    found?.variance ?? "",
    row.n[0],
    row.n[1],
    row.population,
    row.excluded.join("; "),
    notes.join("; "),
    "because" in row ? row.because : "",
  ];
}

function field(value: string | number): string {
  const text = String(value);
  return /[",\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
