import type { EstimateRow } from "../../../estimators/Estimator.ts";
import { csvText } from "../../core/csvText.ts";

const COLUMNS = [
  "contrast",
  "estimator",
  "estimate",
  "se",
  "ci_low",
  "ci_high",
  "confidence",
  "variance",
  "variance_method",
  "interval",
  "n_first",
  "n_second",
  "expected_first",
  "expected_second",
  "effective_first",
  "effective_second",
  "top_share",
  "population",
  "excluded",
  "notes",
  "warnings",
  "because",
  "claim",
  "estimand",
  "weights_first",
  "weights_second",
] as const;

/**
 * Estimates as CSV, a row for each contrast and estimator. `excluded` holds ids, `notes` and `warnings` sentences,
 * separated by semicolons; a standard error that is withheld is empty and its reason is the last note.
 *
 * @param before columns that come first, where a table holds rows of several rounds or runs.
 */
export function estimatesCsv(rows: readonly EstimateRow[], before?: ColumnsBefore): string {
  const header = [...(before?.names ?? []), ...COLUMNS];
  return csvText(
    header,
    rows.map((row) => [...(before?.of(row) ?? []), ...cells(row)]),
  );
}

/** Columns before the others: their names, and what stands in them. */
interface ColumnsBefore {
  readonly names: readonly string[];
  readonly of: (row: EstimateRow) => readonly string[];
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
    // Without a standard error the variance says nothing of the experiment at hand.
    (found?.se === undefined ? undefined : found.variance) ?? "",
    (found?.se === undefined ? undefined : found.varianceMethod) ?? "",
    found?.interval ?? "",
    row.n[0],
    row.n[1],
    row.expected[0],
    row.expected[1],
    found?.effective?.[0] ?? "",
    found?.effective?.[1] ?? "",
    found?.topShare ?? "",
    row.population,
    row.excluded.join("; "),
    notes.join("; "),
    row.warnings.join("; "),
    "because" in row ? row.because : "",
    row.claim,
    row.estimand,
    found?.represented?.[0] ?? "",
    found?.represented?.[1] ?? "",
  ];
}
