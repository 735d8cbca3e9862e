/** A cell of a table; undefined for an empty one. */
export type Cell = string | number | undefined;

/** A table as CSV, one line for each row, the header first (RFC 4180). */
export function csvText(header: readonly Cell[], rows: Iterable<readonly Cell[]>): string {
  const lines = [header.map(csvField).join(",")];
  for (const row of rows) lines.push(row.map(csvField).join(","));
  return `${lines.join("\n")}\n`;
}

/** A field, quoted where a reader would take it for something else, or would cut the spaces around it. */
function csvField(value: Cell): string {
  const text = value === undefined ? "" : String(value);
  return /[",\n\r\t\uFEFF]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
