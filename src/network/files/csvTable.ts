import { CsvError, type Options, parse } from "csv-parse/browser/esm/sync";
import { few } from "../../core/few.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";

/** A text table: the header, the rows below it, and where each row stands. */
export interface CsvTable {
  readonly header: readonly string[];
  /** Every row has as many fields as the header. */
  readonly rows: readonly (readonly string[])[];
  /** File and line of row k; of a row that spans several lines, the last. */
  place(k: number): Place;
}

/**
 * Reads comma- or tab-separated text with a header line (RFC 4180 quoting, by csv-parse; its build for browsers is used,
 * because the other one needs Node's Buffer). Any line ending and a byte order mark are fine; blank lines and spaces
 * around unquoted fields are dropped. Rows are plain lists, so no text of the file becomes a key of an object.
 *
 * Lines are found by a second reading, made only when a place is asked for: counting them always costs four times the
 * reading itself.
 *
 * @param options.who who complains in errors
 * @param options.delimiter default: tab when the first line holds one, else comma
 * @throws SpillwayError with file and line for an empty text, a broken quote, a column named twice, and a row with more
 * or fewer fields than the header.
 */
export function csvTable(
  text: string,
  options: { who: string; file: string; delimiter?: string | undefined },
): CsvTable {
  const { who, file } = options;
  const delimiter = options.delimiter ?? (/^[^\r\n]*\t/.test(text.trimStart()) ? "\t" : ",");
  const settings: Options = {
    bom: true,
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  };
  const records = readRecords(text, settings, options);
  const [header, ...rows] = records;
  if (header === undefined)
    throw new SpillwayError(`${who}: the file is empty: wanted a header line and rows below it`, {
      place: { file },
    });
  let lines: readonly number[] | undefined;
  const place = (k: number): Place => {
    lines ??= (parse(text, { ...settings, info: true }) as unknown as { info: { lines: number } }[]).map(
      ({ info }) => info.lines,
    );
    const line = lines[k + 1];
    return line === undefined ? { file } : { file, line };
  };
  const twice = header.find((name, i) => header.indexOf(name) !== i);
  if (twice !== undefined)
    throw new SpillwayError(`${who}: column "${twice}" is named twice`, { place: place(-1) });
  const odd = rows.findIndex((row) => row.length !== header.length);
  if (odd !== -1) {
    const wanted = `${header.length} field${header.length === 1 ? "" : "s"} (${few(header)})`;
    throw new SpillwayError(`${who}: wanted ${wanted}, got ${rows[odd]!.length}`, { place: place(odd) });
  }
  return { header, rows, place };
}

function readRecords(
  text: string,
  settings: Options,
  { who, file }: { who: string; file: string },
): string[][] {
  try {
    return parse(text, settings) as unknown as string[][];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = typeof cause.lines === "number" ? { line: cause.lines } : {};
    const what =
      cause.code === "CSV_QUOTE_NOT_CLOSED"
        ? "a quote is opened and never closed"
        : "a quote stands where none may be: quote the whole field and double the quotes in it";
    throw new SpillwayError(`${who}: ${what}`, { place: { file, ...line }, cause });
  }
}
