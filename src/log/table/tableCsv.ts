import { csvText } from "../../core/csvText.ts";
import type { Table } from "./Table.ts";

/** Rows that are written at a time. */
const ROWS = 10_000;

/** A table as CSV for programs, in pieces of 10,000 rows; what is missing is an empty field. */
export function* tableCsv(table: Table): Generator<string> {
  const { rows, columns } = table;
  const header = columns.map(({ name }) => name);
  for (let from = 0; from === 0 || from < rows; from += ROWS) {
    const cells = Array.from({ length: Math.min(ROWS, rows - from) }, (_, k) =>
      columns.map((column) => {
        const row = from + k;
        if (column.known[row] === 0) return undefined;
        return column.kind === "number" ? column.values[row] : column.texts[column.codes[row]!];
      }),
    );
    const text = csvText(header, cells, "programs");
    yield from === 0 ? text : text.slice(text.indexOf("\n") + 1);
  }
}
