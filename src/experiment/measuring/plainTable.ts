import { type Cell, tableBuilder } from "../../log/table/tableBuilder.ts";
import { csvTable } from "../../network/files/tables/csvTable.ts";
import { numberReader } from "../../network/files/tables/numberReader.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";
import type { MeasuredData } from "./MeasuredData.ts";

/** Columns that a table of units has. */
const OF_UNITS = ["agent", "arm", "outcome"];

/**
 * A text table as it stands, which need not be one of units: a column whose fields are all numbers holds numbers, any other texts; an empty field is missing.
 *
 * @returns undefined where the table is one of units, with agents, arms and outcomes
 * @throws SpillwayError with file and line for what is no table.
 */
export function plainTable(
  text: string,
  file: string,
  who: string,
  dialect: TableDialect,
): MeasuredData | undefined {
  const table = csvTable(text, { who, file, columns: [], knows: (names) => names.length > 1 }, dialect);
  const plain = table.header.map((name) => name.trim().toLowerCase());
  if (OF_UNITS.every((name) => plain.includes(name))) return undefined;
  const numbers = numberReader(table.delimiter, dialect);
  const missing = new Set(["", ...(dialect.missing ?? [])]);
  const read = table.header.map((_, c) => {
    const values = table.rows.map((row) => (missing.has(row[c]!) ? undefined : numbers.read(row[c]!)));
    // Labels may look like numbers.
    const numeric =
      plain[c] !== "agent" && table.rows.every((row, k) => missing.has(row[c]!) || values[k] !== undefined);
    return numeric ? values : undefined;
  });
  const builder = tableBuilder(
    table.header.map((name, c) => ({ name, kind: read[c] ? ("number" as const) : ("text" as const) })),
  );
  for (const [k, row] of table.rows.entries())
    builder.add(
      row.map((field, c): Cell => {
        const values = read[c];
        return values ? values[k] : missing.has(field) ? undefined : field;
      }),
    );
  return { file, table: builder.build(), notes: [...table.notes, ...numbers.notes()] };
}
