import { SpillwayError } from "../../../core/SpillwayError.ts";
import { type CsvTable, csvTable, wantDistinct } from "./csvTable.ts";
import type { TableDialect } from "./TableDialect.ts";
import type { TableReader } from "./tableHead.ts";

/**
 * A text table in CSV or one of its dialects, or in JSONL (one object a line; its keys are the columns). Every field comes out as
 * text: an absent or null field as "", numbers and true/false as JSON writes them, lists and objects as their JSON.
 *
 * @throws SpillwayError with file and line for text that is none of these.
 */
export function textTable(text: string, reader: TableReader, dialect: TableDialect = {}): CsvTable {
  return /^\uFEFF?\s*\{/.test(text.slice(0, 4096))
    ? jsonLines(text, reader)
    : csvTable(text, reader, dialect);
}

function jsonLines(text: string, reader: TableReader): CsvTable {
  const { who, file } = reader;
  const columns = new Map<string, number>();
  const lines: number[] = [];
  const records: Map<string, string>[] = [];
  text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .forEach((line, k) => {
      if (line.trim() === "") return;
      const record = jsonRecord(line, who, { file, line: k + 1 });
      for (const name of record.keys()) if (!columns.has(name)) columns.set(name, columns.size);
      records.push(record);
      lines.push(k + 1);
    });
  const header = [...columns.keys()];
  const place = (k: number): { file: string; line: number } => ({ file, line: lines[Math.max(k, 0)]! });
  wantDistinct(header, reader, place(0));
  return {
    header,
    rows: records.map((record) => header.map((name) => record.get(name) ?? "")),
    delimiter: ",",
    comments: [],
    notes: [],
    place,
  };
}

/** The fields of one line of JSONL, as texts. */
export function jsonRecord(
  line: string,
  who: string,
  place: { file: string; line: number },
): Map<string, string> {
  const record = new Map<string, string>();
  for (const [name, value] of Object.entries(jsonObject(line, who, place)))
    record.set(name, value === null ? "" : typeof value === "string" ? value : JSON.stringify(value));
  return record;
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
