import type { ReportRow } from "../../ReportInput.ts";
import { estimatesSection } from "../../sections/estimatesSection.ts";
import { objects } from "../fields.ts";
import type { ResultData, ResultKind } from "../ResultKind.ts";
import { type ResultColumn, rowsTable } from "../rowsTable.ts";
import { bareRow } from "./bareRow.ts";
import { notesOf } from "./notesOf.ts";
import { section } from "./section.ts";

/** Estimates with intervals as a figure, and all rows as a table. */
export function forest(
  value: string,
  nameOf: (row: ResultData) => readonly [string, string],
  columns: readonly ResultColumn[],
  field: string,
): ResultKind["sections"] {
  return async (data, draw, book) => {
    const rows = objects(data[field]);
    const drawn = rows.map((row): ReportRow => {
      const [contrast, estimator] = nameOf(row);
      return bareRow({ ...row, contrast, estimator, estimate: row[value] }, data);
    });
    return [
      await estimatesSection({ estimates: drawn }, draw, book, { bare: true }),
      section("rows", "Every number", rowsTable("Every number", rows, columns), notesOf(data)),
    ];
  };
}
