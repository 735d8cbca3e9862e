import { policyReading } from "../../../estimators/contrast/policyReading.ts";
import type { AnswerRow } from "../../../estimators/Estimator.ts";
import { csvText } from "../../core/csvText.ts";
import { wantArgument } from "../../core/wantArgument.ts";

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
  "kind",
  "statistic",
  "p",
  "assignments",
  "simultaneous_low",
  "simultaneous_high",
  "adjusted_p",
  "quantity",
  "policy",
  "link",
] as const;

/**
 * Estimates as CSV, a row for each contrast or other inquiry and estimator; `kind` says which inquiry it is. `excluded` holds ids, `notes` and `warnings` sentences,
 * separated by semicolons; a standard error that is withheld is empty and its reason is the last note.
 *
 * @param more.before columns that come first, where a table holds rows of several rounds or runs.
 * @param more.after columns that come last.
 */
export function estimatesCsv(rows: readonly AnswerRow[], more: MoreColumns = {}): string {
  wantArgument("estimatesCsv", "rows of estimates", rows, { fields: ["map"] });
  wantArgument("estimatesCsv", "more columns", more);
  const { before, after } = more;
  const header = [...(before?.names ?? []), ...COLUMNS, ...(after?.names ?? [])];
  return csvText(
    header,
    rows.map((row) => [...(before?.of(row) ?? []), ...cells(row), ...(after?.of(row) ?? [])]),
  );
}

interface MoreColumns {
  readonly before?: FurtherColumns | undefined;
  readonly after?: FurtherColumns | undefined;
}

/** Columns beside the others: their names, and what stands in them. */
export interface FurtherColumns {
  readonly names: readonly string[];
  readonly of: (row: AnswerRow) => readonly string[];
}

function cells(row: AnswerRow): (string | number)[] {
  const found = "estimate" in row ? row : undefined;
  const contrast = "kind" in row ? undefined : row;
  const estimate = contrast && "estimate" in contrast ? contrast : undefined;
  const test = "statistic" in row ? row : undefined;
  const reading = policyReading(row);
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
    contrast?.n[0] ?? "",
    contrast?.n[1] ?? "",
    contrast?.expected[0] ?? "",
    contrast?.expected[1] ?? "",
    estimate?.effective?.[0] ?? "",
    estimate?.effective?.[1] ?? "",
    estimate?.topShare ?? "",
    row.population,
    row.excluded.join("; "),
    notes.join("; "),
    row.warnings.join("; "),
    "because" in row ? row.because : "",
    row.claim,
    row.estimand,
    estimate?.represented?.[0] ?? "",
    estimate?.represented?.[1] ?? "",
    "kind" in row ? row.kind : "contrast",
    test?.statistic ?? "",
    test?.p ?? found?.signs?.p ?? "",
    test?.assignments ?? "",
    estimate?.simultaneous?.[0] ?? "",
    estimate?.simultaneous?.[1] ?? "",
    estimate?.adjusted ?? test?.adjusted ?? "",
    reading.is,
    reading.policy,
    reading.link,
  ];
}
