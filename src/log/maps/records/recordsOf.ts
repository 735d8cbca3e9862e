import { existsSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import { shown } from "../../../core/shown.ts";
import type { TableDialect } from "../../../network/files/tables/TableDialect.ts";
import type { DamageAllowed } from "../../files/damageAllowed.ts";
import { textPieces } from "../../files/textPieces.ts";
import { isAct } from "../../journal/isAct.ts";
import { journalLines } from "../../journal/journalLines.ts";
import { fieldNames, fieldOf } from "../fields/fieldOf.ts";
import { fieldPath } from "../fields/fieldPath.ts";
import type { RecordsSpec } from "../fields/MapFile.ts";
import { jsonTexts } from "./jsonTexts.ts";
import type { LogRecord, LogRecords } from "./LogRecord.ts";
import { parquetRecords } from "./parquetRecords.ts";
import { spanRecords } from "./spanRecords.ts";
import { sqliteRecords } from "./sqliteRecords.ts";
import { tableRecords } from "./tableRecords.ts";
import { wideRecords } from "./wideRecords.ts";

interface RecordsOptions {
  readonly who: string;
  readonly damage: DamageAllowed;
  readonly dialect?: TableDialect;
}

/**
 * The records of a log, whatever its format: what its content tells, and where in it they stand as the map says.
 *
 * @param log the log, or the folder of its files; "-" for standard input.
 * @throws SpillwayError with file and line for what cannot be read.
 */
export async function* recordsOf(log: string, spec: RecordsSpec, options: RecordsOptions): LogRecords {
  const { who, damage } = options;
  const file = fileOf(log, spec.file, who);
  const texts = spec.store === undefined ? undefined : fieldPath(spec.store, who);
  const path = spec.path === undefined ? undefined : fieldPath(spec.path, who);
  const apart = spec.wide === undefined ? undefined : wideRecords(spec.wide, who);
  let found = 0;
  for await (const batch of sourceOf(file, spec, options)) {
    if (
      !path &&
      !apart &&
      spec.format !== "spans" &&
      batch.every(({ fields, fault }) => !fault && !Array.isArray(fields))
    ) {
      found += batch.length;
      yield batch;
      continue;
    }
    let records: LogRecord[] = [];
    for (const { fields, place, fault } of batch) {
      if (fault) {
        // What stands before it is taken first, so that damage is told in the order of the log.
        found += records.length + 1;
        if (records.length > 0) yield records;
        records = [];
        damage.skip(fault);
        continue;
      }
      const store = texts?.first(fields);
      let number = 0;
      const inner = path
        ? path.all(fields)
        : spec.format === "spans"
          ? spanRecords(fields)
          : Array.isArray(fields)
            ? fields
            : [fields];
      const from = records.length;
      for (const one of inner)
        for (const part of apart ? apart(one) : Array.isArray(one) ? one : [one])
          records.push({
            fields: store === undefined ? part : withTexts(part, store, 0),
            place,
            number: ++number,
          });
      // A line with one record needs no number.
      if (number === 1 && place.line !== undefined) records[from] = { fields: records[from]!.fields, place };
    }
    found += records.length;
    if (records.length > 0) yield records;
  }
  if (found === 0)
    throw new SpillwayError(
      `${who}: there are no records${spec.path === undefined ? "" : ` at ${shown(spec.path)}`}${spec.format === "spans" ? ": wanted spans of OpenTelemetry as JSON" : ""}`,
      { place: { file } },
    );
}

/** A file of the log: a map names files beside the log and nothing else, and a log names none. */
function fileOf(log: string, name: string | undefined, who: string): string {
  const folder = log !== "-" && (statSync(log, { throwIfNoEntry: false })?.isDirectory() ?? false);
  if (name === undefined) {
    if (folder) throw new SpillwayError(`${who}: wanted a file, got the folder ${shown(log)}`);
    return log;
  }
  if (!/^[^/\\:]{1,200}$/.test(name) || /^\.{1,2}$/.test(name))
    throw new SpillwayError(
      `${who}: a map may name files beside the log, without a folder, got ${shown(name)}`,
    );
  if (!folder && (log === "-" || basename(log) === name)) return log;
  return join(folder ? log : dirname(log), name);
}

async function* sourceOf(file: string, spec: RecordsSpec, options: RecordsOptions): LogRecords {
  const { who, dialect = {} } = options;
  if (spec.format === "journal") return yield* journalRecords(file);
  const signature = file === "-" ? "" : await beginning(file);
  if (signature.startsWith("SQLite format 3")) return yield* numbered(sqliteRecords(file, spec, who), file);
  if (signature.startsWith("PAR1")) return yield* numbered(parquetRecords(file, spec.sql), file);
  if (spec.table !== undefined || spec.sql !== undefined)
    throw new SpillwayError(`${who}: wanted a database (SQLite or Parquet), got a text`, { place: { file } });
  const name = file === "-" ? "(standard input)" : file;
  const [head, pieces] = await withHead(textPieces(file));
  if (/^\s*[[{]/.test(head)) yield* jsonTexts(pieces, name, who);
  else if (/\.(?:jsonl|ndjson|json)(?:\.gz)?$/i.test(name) && head.trim() !== "")
    yield* jsonTexts(pieces, name, who);
  else yield* tableRecords(pieces, name, who, dialect);
}

/** Turns of a run of ours. */
async function* journalRecords(file: string): LogRecords {
  if (!existsSync(file)) throw new SpillwayError(`there is no file "${file}"`);
  let batch: LogRecord[] = [];
  for (const { line, place } of journalLines(file)) {
    if (line.type !== "turn" || !isAct(line)) continue;
    batch.push({ fields: line, place });
    if (batch.length < 1000) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* numbered(batches: AsyncIterable<readonly object[]>, file: string): LogRecords {
  let row = 0;
  for await (const batch of batches) yield batch.map((fields) => ({ fields, place: { file, line: ++row } }));
}

async function beginning(file: string): Promise<string> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
      return buffer.toString("latin1", 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    // Whatever is wrong with the file is said when it is read.
    return "";
  }
}

/** The first piece that is more than blanks, and all pieces. */
async function withHead(pieces: AsyncGenerator<string>): Promise<readonly [string, AsyncGenerator<string>]> {
  let head = "";
  while (head.trim() === "") {
    const { value, done } = await pieces.next();
    if (done) break;
    head += value;
  }
  const all = async function* (): AsyncGenerator<string> {
    if (head !== "") yield head;
    yield* pieces;
  };
  return [head, all()];
}

/** Values for which `{ _ref: key }` stands, in a record of a log that keeps each long text once. */
function withTexts(value: unknown, store: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || depth > 32) return value;
  if (Array.isArray(value)) return value.map((one) => withTexts(one, store, depth + 1));
  const names = fieldNames(value);
  const key = names.length === 1 && names[0] === "_ref" ? fieldOf(value, "_ref") : undefined;
  if (typeof key === "string") return fieldOf(store, key);
  return new Map(names.map((name) => [name, withTexts(fieldOf(value, name), store, depth + 1)]));
}
