import { missingMark } from "../../core/missingMark.ts";
import { shown } from "../../core/shown.ts";
import { parquetRecords } from "../../log/maps/records/parquetRecords.ts";
import { type Cell, tableBuilder } from "../../log/table/tableBuilder.ts";
import { csvTable } from "../../network/files/tables/csvTable.ts";
import { type NumberReader, numberReader } from "../../network/files/tables/numberReader.ts";
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
  if (isOfUnits(table.header)) return undefined;
  const numbers = numberReader(table.delimiter, dialect);
  const found = tableOfTexts(table.header, table.rows, numbers, dialect);
  return { file, table: found.table, notes: [...table.notes, ...numbers.notes(), ...found.notes] };
}

/**
 * The same of a Parquet file.
 *
 * @returns undefined where the table is one of units, or has no rows
 * @throws SpillwayError as {@link parquetRecords} does.
 */
export async function plainParquet(file: string, dialect: TableDialect): Promise<MeasuredData | undefined> {
  let header: readonly string[] | undefined;
  const rows: string[][] = [];
  for await (const records of parquetRecords(file))
    for (const record of records) {
      header ??= Object.keys(record);
      if (isOfUnits(header)) return undefined;
      const values: readonly unknown[] = Object.values(record);
      rows.push(
        values.map((value) =>
          value === null || value === undefined
            ? ""
            : typeof value === "object"
              ? JSON.stringify(value)
              : String(value),
        ),
      );
    }
  if (header === undefined) return undefined;
  const numbers = numberReader(",", dialect);
  const { table, notes } = tableOfTexts(header, rows, numbers, dialect);
  return { file, table, notes: [...numbers.notes(), ...notes] };
}

function isOfUnits(header: readonly string[]): boolean {
  const plain = header.map((name) => name.trim().toLowerCase());
  return OF_UNITS.every((name) => plain.includes(name));
}

/** Whether a field is a whole number that another is read as, too. */
function tooLong(field: string): boolean {
  return field.length > 15 && /^[+-]?\d+$/.test(field) && !Number.isSafeInteger(Number(field));
}

/** Columns of numbers where all fields are numbers; a note where only marks of missing values make it texts. */
function tableOfTexts(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: NumberReader,
  dialect: TableDialect,
): Pick<MeasuredData, "table" | "notes"> {
  const missing = new Set(["", ...(dialect.missing ?? [])]);
  const notes: string[] = [];
  const read = header.map((name, c) => {
    const values = rows.map((row) => (missing.has(row[c]!) ? undefined : numbers.read(row[c]!)));
    const texts = rows.filter((row, k) => !missing.has(row[c]!) && values[k] === undefined);
    // Labels may look like numbers; those that no double tells apart are none.
    if (name.trim().toLowerCase() === "agent" || rows.some((row) => tooLong(row[c]!))) return undefined;
    if (texts.length === 0) return values;
    const marks = [...new Set(texts.map((row) => row[c]!))];
    const some = values.some((value) => value !== undefined);
    if (marks.every(missingMark) && some)
      notes.push(
        `column ${shown(name)} was read as texts, because of ${marks.slice(0, 3).map(shown).join(", ")} in ${texts.length} of ${rows.length} rows among its numbers; if that marks a missing value, say so: --missing ${marks[0]!.slice(0, 20)}`,
      );
    return undefined;
  });
  const builder = tableBuilder(
    header.map((name, c) => ({ name, kind: read[c] ? ("number" as const) : ("text" as const) })),
  );
  for (const [k, row] of rows.entries())
    builder.add(
      row.map((field, c): Cell => {
        const values = read[c];
        return values ? values[k] : missing.has(field) ? undefined : field;
      }),
    );
  return { table: builder.build(), notes };
}
