import { csvField, csvText } from "../../core/csvText.ts";
import type { Column, Table } from "./Table.ts";

/** Rows that are written at a time. */
const ROWS = 10_000;

/** A table as CSV for programs, in pieces of 10,000 rows; what is missing is an empty field. */
export function* tableCsv(table: Table): Generator<string> {
  const { rows, columns } = table;
  const fields = columns.map(fieldsOf);
  let text = csvText(
    columns.map(({ name }) => name),
    [],
    "programs",
  );
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < fields.length; c++) text += c === 0 ? fields[c]!(row) : `,${fields[c]!(row)}`;
    text += "\n";
    if ((row + 1) % ROWS > 0) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}

/** Writes the fields of a column, each different text once. */
function fieldsOf(column: Column): (row: number) => string {
  const { known } = column;
  if (column.kind === "number") return (row) => (known[row] === 0 ? "" : String(column.values[row]));
  const written: (string | undefined)[] = [];
  return (row) => {
    if (known[row] === 0) return "";
    const code = column.codes[row]!;
    written[code] ??= csvField(column.texts[code]!, "programs");
    return written[code];
  };
}
