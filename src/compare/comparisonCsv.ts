import { csvText } from "../core/csvText.ts";
import type { ComparisonRow } from "./comparisonData.ts";

const COLUMNS = [
  "design",
  "kind",
  "params",
  "contrast",
  "population",
  "expected_first",
  "expected_second",
  "effective_first",
  "effective_second",
  "rarest",
  "empty",
  "se",
  "mcse",
  "detectable",
  "worst",
  "cut",
  "method",
] as const;

/** A comparison of designs as CSV, a row for each design and contrast; `params` is JSON, and what there is no number for is empty. */
export function comparisonCsv(rows: readonly ComparisonRow[]): string {
  return csvText(
    COLUMNS,
    rows.map((row) => [
      row.design,
      row.kind,
      JSON.stringify(row.params),
      row.contrast,
      row.population,
      ...row.expected,
      ...row.effective,
      row.rarest,
      row.empty,
      row.se ?? "",
      row.mcse ?? "",
      row.detectable ?? "",
      row.worst ?? "",
      row.cut ?? "",
      row.method,
    ]),
  );
}
