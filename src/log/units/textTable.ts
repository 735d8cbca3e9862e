import { SpillwayError } from "../../core/SpillwayError.ts";
import { type CsvTable, csvTable } from "../../network/files/csvTable.ts";

/**
 * A text table in CSV, TSV or JSONL (one object a line; its keys are the columns). Every field comes out as text: an
 * absent or null field as "", numbers and true/false as JSON writes them, lists and objects as their JSON.
 *
 * @throws SpillwayError with file and line for text that is none of these.
 */
export function textTable(
  text: string,
  { who, file }: { readonly who: string; readonly file: string },
): CsvTable {
  return /^\s*\{/.test(text) ? jsonLines(text, who, file) : csvTable(text, { who, file });
}

function jsonLines(text: string, who: string, file: string): CsvTable {
  const columns = new Map<string, number>();
  const lines: number[] = [];
  const records: Map<string, string>[] = [];
  text.split(/\r?\n/).forEach((line, k) => {
    if (line.trim() === "") return;
    const record = new Map<string, string>();
    for (const [name, value] of Object.entries(jsonObject(line, who, { file, line: k + 1 }))) {
      if (!columns.has(name)) columns.set(name, columns.size);
      record.set(name, value === null ? "" : typeof value === "string" ? value : JSON.stringify(value));
    }
    records.push(record);
    lines.push(k + 1);
  });
  const header = [...columns.keys()];
  return {
    header,
    rows: records.map((record) => header.map((name) => record.get(name) ?? "")),
    place: (k) => ({ file, line: lines[Math.max(k, 0)]! }),
  };
}

function jsonObject(line: string, who: string, place: { file: string; line: number }): object {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new SpillwayError(`${who}: wanted one JSON object a line, got something unreadable`, {
      place,
      cause,
    });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new SpillwayError(`${who}: wanted one JSON object a line, got another value`, { place });
}
