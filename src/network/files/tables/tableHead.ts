import { labelKey } from "../../../core/labelKey.ts";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import { shown } from "../../../core/shown.ts";
import { rowScanner } from "./rowScanner.ts";
import type { TableDialect } from "./TableDialect.ts";

/** What a reader of tables understands of a header. */
export interface TableReader {
  /** Who complains in errors. */
  readonly who: string;
  /** Name of the file, for errors. */
  readonly file: string;
  /** Names of columns that the reader understands, in small letters. */
  readonly columns: readonly string[];
  /** Whether a header, in small letters, has what the reader needs; it decides what separates the fields. */
  readonly knows: (names: readonly string[]) => boolean;
  /** Kept where the first column is one of the reader's, whatever it is called. Default: left out when it only numbers the rows. */
  readonly firstColumn?: "kept";
}

/** How a table begins: what separates its fields, and what stands above its header. */
interface TableHead {
  readonly delimiter: string;
  /** Lines above the header that begin with # or %, without that sign. */
  readonly comments: readonly string[];
  /** Characters above the header. */
  readonly skipped: number;
  readonly notes: readonly string[];
}

/** What may separate fields, in the order in which it is tried; the first two need no note. */
const DELIMITERS: readonly (readonly [sign: string, word: string])[] = [
  [",", "commas"],
  ["\t", "tabs"],
  [";", "semicolons"],
  ["|", "bars"],
  [" ", "blanks"],
  [":", "colons"],
];

/**
 * Looks at the beginning of a table: what separates its fields is what makes the header one that the reader knows, else a tab if
 * the header has one, else a semicolon if it has that and no comma, else a comma.
 *
 * @param text the text, or enough of its beginning to hold the header.
 */
export function tableHead(text: string, reader: TableReader, dialect: TableDialect): TableHead {
  const { who, file } = reader;
  const { delimiter: given } = dialect;
  if (given !== undefined && given.length !== 1)
    throw new SpillwayError(`${who}: the delimiter must be one character, got ${shown(given)}`, {
      place: { file },
    });
  if (given === '"') throw new SpillwayError(`${who}: a quote cannot separate fields`, { place: { file } });
  const comments: string[] = [];
  let skipped = text.startsWith("\uFEFF") ? 1 : 0;
  for (;;) {
    const [whole = "", line = ""] =
      /^([^\r\n]*)(?:\r\n|\n|\r|$)/.exec(text.slice(skipped, skipped + HEAD)) ?? [];
    if (whole === "") break;
    const [, sign = "", bare] = /^(\s*[#%]+\s*)(.*)$/.exec(line) ?? [];
    if (bare === undefined && line.trim() !== "") break;
    // A header may stand behind the sign of a comment.
    if (bare !== undefined && DELIMITERS.some(([one]) => knownUnder(bare, one, reader))) {
      skipped += sign.length;
      break;
    }
    if (bare !== undefined) comments.push(bare.trim());
    skipped += whole.length;
  }
  // What one spreadsheet program writes above its tables.
  const [directive, sep] =
    /^sep=([^\r\n])[ \t]*(?:\r\n|\n|\r)/i.exec(text.slice(skipped, skipped + HEAD)) ?? [];
  if (directive !== undefined) skipped += directive.length;
  const first = /^[^\r\n]*/.exec(text.slice(skipped, skipped + HEAD))![0];
  const known = DELIMITERS.find(([sign]) => knownUnder(first, sign, reader));
  // What was said may be true of another table that the same command reads.
  const said =
    given !== undefined && (known === undefined || knownUnder(first, given, reader)) ? given : undefined;
  const delimiter =
    said ??
    sep ??
    known?.[0] ??
    (first.trimStart().includes("\t") ? "\t" : /^[^,]*;[^,]*$/.test(first) ? ";" : ",");
  const word = DELIMITERS.find(([sign]) => sign === delimiter)?.[1];
  const notes: string[] = [];
  if (said === undefined && sep === undefined && delimiter !== "," && delimiter !== "\t")
    notes.push(
      `fields were read as separated by ${word}: if they are not, say what separates them (--delimiter)`,
    );
  if (said === undefined && delimiter === "\t" && /\.csv$/i.test(file))
    notes.push("fields were read as separated by tabs, though the name of the file ends in .csv");
  if (comments.length > 0)
    notes.push(
      `${comments.length === 1 ? "a comment" : `${comments.length} lines of comment`} above the header ${comments.length === 1 ? "was" : "were"} left out (${shown(comments[0])})`,
    );
  return { delimiter, comments, skipped, notes };
}

/** Characters of a header that are looked at. */
const HEAD = 1 << 20;

function knownUnder(line: string, delimiter: string, { knows }: TableReader): boolean {
  let fields: string[] = [];
  const scanner = rowScanner({ who: "", file: "", delimiter, onRow: (found) => (fields = found) });
  try {
    scanner.push(line);
    scanner.end();
  } catch {
    // A quote that does not fit: another sign may fit better.
    return false;
  }
  return knows(fields.map((name) => labelKey(name)));
}
