/**
 * Whether a text is one of the usual marks of a missing value: what R, pandas, spreadsheets and databases write where there is nothing.
 * The word none in small letters is no such mark: it is a usual name of a condition.
 */
export function missingMark(text: string): boolean {
  return MARKS.has(text.trim());
}

const MARKS: ReadonlySet<string> = new Set([
  ...[
    "",
    "NA",
    "N/A",
    "n/a",
    "<NA>",
    "NaN",
    "nan",
    "NAN",
    "null",
    "NULL",
    "Null",
    "None",
    "NONE",
    "nil",
    "NIL",
  ],
  ...[
    "#N/A",
    "#N/A N/A",
    "#NA",
    "#NULL!",
    "#VALUE!",
    "#REF!",
    "#DIV/0!",
    "#NAME?",
    "-",
    "--",
    "–",
    "—",
    "?",
    ".",
  ],
  ...[
    "NaT",
    "<NULL>",
    "(null)",
    "(NULL)",
    "undefined",
    "missing",
    "Missing",
    "MISSING",
    "\\N",
    "-nan",
    "1.#QNAN",
  ],
]);
