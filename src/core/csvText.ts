import { escapeControls } from "./escapeControls.ts";

/** A cell of a table; undefined for an empty one. */
export type Cell = string | number | undefined;

/** Who reads a table: people, perhaps in a spreadsheet, or programs, which must get each text back as it was. */
type Readers = "people" | "programs";

/**
 * A table as CSV, one line for each row, the header first (RFC 4180). Signs that a terminal obeys are written out. For people a text that a spreadsheet would
 * compute gets an apostrophe in front.
 */
export function csvText(
  header: readonly Cell[],
  rows: Iterable<readonly Cell[]>,
  readers: Readers = "people",
): string {
  const line = (cells: readonly Cell[]): string => cells.map((cell) => csvField(cell, readers)).join(",");
  const lines = [line(header)];
  for (const row of rows) lines.push(line(row));
  return `${lines.join("\n")}\n`;
}

/** A field, quoted where a reader would take it for something else, or would cut the spaces around it. */
export function csvField(value: Cell, readers: Readers): string {
  if (value === undefined || typeof value === "number") return value === undefined ? "" : String(value);
  const plain = escapeControls(value);
  const text =
    readers === "people" && /^[=+\-@]/.test(plain) && !Number.isFinite(Number(plain)) ? `'${plain}` : plain;
  return /[",\n\r\t\uFEFF]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
