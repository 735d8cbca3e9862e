import { unescapeControls } from "../../../core/escapeControls.ts";
import { few } from "../../../core/few.ts";
import { labelKey } from "../../../core/labelKey.ts";
import { doubledLabels } from "../../../core/labelNotes.ts";
import { type Place, SpillwayError } from "../../../core/SpillwayError.ts";
import { shown } from "../../../core/shown.ts";
import { rowScanner } from "./rowScanner.ts";
import type { TableDialect } from "./TableDialect.ts";
import { type TableReader, tableHead } from "./tableHead.ts";

/** A text table: the header, the rows below it, and where each row stands. */
export interface CsvTable {
  readonly header: readonly string[];
  /** Every row has as many fields as the header. */
  readonly rows: readonly (readonly string[])[];
  /** What separates the fields. */
  readonly delimiter: string;
  /** Lines above the header that begin with # or %. */
  readonly comments: readonly string[];
  /** What was supposed of the dialect, and what was left out. */
  readonly notes: readonly string[];
  /** File and line of row k, −1 for the header; of a row that spans several lines, the last. */
  place(k: number): Place;
}

/** Rows that are held at most, about 150 bytes each. Tables of units are read piece by piece and have no such limit. */
const MOST_ROWS = 8_000_000;

/**
 * Reads a text table with a header line (RFC 4180 quoting), in the dialects that tableHead knows. Any line ending and a byte
 * order mark are fine; blank lines and spaces around unquoted fields are dropped. Rows are plain lists, so no text of the file becomes
 * a key of an object. A first column without a name that only numbers the rows is left out, with a note.
 *
 * @throws SpillwayError with file and line for an empty text, a broken quote, a column named twice (also by case or blanks, where the
 * reader understands it), and a row with more or fewer fields than the header.
 */
export function csvTable(text: string, reader: TableReader, dialect: TableDialect = {}): CsvTable {
  const { who, file } = reader;
  const head = tableHead(text, reader, dialect);
  const { delimiter, comments } = head;
  const lines: number[] = [];
  const rows: string[][] = [];
  const above = text.slice(0, head.skipped).split(/\r\n|\n|\r/).length - 1;
  // As tables of ours write signs that a terminal obeys.
  const escaped = text.includes("\\u");
  const scanner = rowScanner({
    who,
    file,
    delimiter,
    firstLine: above + 1,
    onRow(fields, line) {
      if (rows.length > MOST_ROWS)
        throw new SpillwayError(
          `${who}: the table has more than ${MOST_ROWS.toLocaleString("en-US")} rows, the most that are read here: give a part of it`,
          { place: { file, line } },
        );
      rows.push(escaped ? fields.map(unescapeControls) : fields);
      lines.push(line);
    },
  });
  scanner.push(text.slice(head.skipped));
  scanner.end();
  const header = rows.shift();
  const headLine = lines.shift();
  if (header === undefined || headLine === undefined)
    throw new SpillwayError(`${who}: the file is empty: wanted a header line and rows below it`, {
      place: { file },
    });
  const place = (k: number): Place => ({ file, line: k < 0 ? headLine : (lines[k] ?? headLine) });
  const notes = [...head.notes];
  const index = reader.firstColumn ? undefined : indexColumn(header, rows);
  if (index !== undefined) {
    notes.push(`the first column, ${index}, was left out: it only numbers the rows`);
    if (header.length === (rows[0]?.length ?? 0)) header.shift();
    for (const row of rows) row.shift();
  }
  wantDistinct(header, reader, place(-1));
  const odd = rows.findIndex((row) => row.length !== header.length);
  if (odd !== -1) throw wrongLength(header, rows[odd]!.length, delimiter, who, place(odd));
  return { header, rows, delimiter, comments, notes, place };
}

/** @throws SpillwayError for columns of one name, also by case or blanks where the reader understands them */
export function wantDistinct(header: readonly string[], { who, columns }: TableReader, place: Place): void {
  const twice = header.find((name, i) => header.indexOf(name) !== i);
  if (twice !== undefined)
    throw new SpillwayError(`${who}: column ${shown(twice)} is named twice`, { place });
  const double = doubledLabels(header).find(({ first }) => columns.includes(labelKey(first)));
  if (double !== undefined)
    throw new SpillwayError(
      `${who}: columns ${shown(double.first)} and ${shown(double.second)} have one name but for case and blanks: rename or remove one of them`,
      { place },
    );
}

/** A row that does not fit its header, with what may be the matter. */
export function wrongLength(
  header: readonly string[],
  got: number,
  delimiter: string,
  who: string,
  place: Place,
): SpillwayError {
  const wanted = `${header.length} field${header.length === 1 ? "" : "s"} (${few(header)})`;
  const [only = ""] = header;
  const sign = header.length === 1 ? /[;|\t:]/.exec(only)?.[0] : undefined;
  const hint =
    sign === undefined || sign === delimiter
      ? ""
      : `: fields seem to be separated by ${shown(sign)}: say so with --delimiter`;
  return new SpillwayError(`${who}: wanted ${wanted}, got ${got}${hint}`, { place });
}

/**
 * What the first column is called when it only numbers the rows, as pandas and R write their index: a column without a name (or
 * "Unnamed: 0"), or one field more in each row than in the header.
 */
function indexColumn(header: readonly string[], rows: readonly (readonly string[])[]): string | undefined {
  if (header.length < 2 || rows.length === 0) return undefined;
  const named = /^(?:Unnamed: 0(?:\.\d+)?)?$/.test(header[0]!);
  const longer = !named && rows.every((row) => row.length === header.length + 1);
  if (!named && !longer) return undefined;
  const first = Number(rows[0]![0]);
  const counts =
    (first === 0 || first === 1) &&
    rows.every((row, k) => /^\d+$/.test(row[0]!) && Number(row[0]) === first + k);
  if (!counts) return undefined;
  return longer ? "without a name" : shown(header[0]);
}
