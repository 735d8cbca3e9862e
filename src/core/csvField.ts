/** A field of a CSV file, quoted where a reader would take it for something else (RFC 4180), or would cut the spaces around it. */
export function csvField(value: string | number): string {
  const text = String(value);
  return /[",\n\r\t\uFEFF]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
