import {
  closeSync,
  constants,
  copyFileSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import { shown } from "../../../core/shown.ts";
import { suggest } from "../../../core/suggest.ts";
import { loadOptional } from "../../files/loadOptional.ts";
import type { RecordsSpec } from "../fields/MapFile.ts";
import { oneSelect } from "./oneSelect.ts";

/** The part of node-sqlite3-wasm that is used here; the package is optional, so its types are not at hand. */
interface Sqlite {
  readonly Database: new (
    path: string,
    options: { readonly readOnly: boolean; readonly fileMustExist: boolean },
  ) => Database;
}
interface Database {
  all(sql: string): Record<string, unknown>[];
  prepare(sql: string): { iterate(): Iterable<Record<string, unknown>>; finalize(): void };
  close(): void;
}

/**
 * The rows of a table, or of one SELECT, of an SQLite database, by SQLite in WebAssembly, which sees a private copy of the file and
 * nothing else: nothing is written beside the log, no other database can be attached, and no code of the file runs.
 *
 * @throws SpillwayError when the package is not installed, for a file that is none or has changes outside of it, for SQL that is no
 * single SELECT, and for a table that is not there.
 */
export async function* sqliteRecords(
  path: string,
  { table, sql }: Pick<RecordsSpec, "table" | "sql">,
  who: string,
): AsyncGenerator<readonly Record<string, unknown>[]> {
  const { Database } = (await loadOptional("node-sqlite3-wasm", "reading SQLite").then(
    (loaded) => (loaded.default ?? loaded) as unknown,
  )) as Sqlite;
  const place = { file: path };
  const wal = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (wal && wal.size > 0)
    throw new SpillwayError(
      `${who}: ${basename(path)}-wal holds changes that are not in the database yet: let the program that writes it end, or run: PRAGMA wal_checkpoint(TRUNCATE)`,
      { place },
    );
  const folder = mkdtempSync(join(tmpdir(), "spillway-"));
  let database: Database | undefined;
  try {
    const copy = join(folder, "log.db");
    copyFileSync(path, copy, constants.COPYFILE_FICLONE);
    withoutWal(copy);
    database = new Database(copy, { readOnly: true, fileMustExist: true });
    const known = database.all("SELECT name, type, sql FROM sqlite_master WHERE type IN ('table', 'view')");
    const tables = known.flatMap(({ name, type, sql: made }) =>
      // A virtual table is code of whoever made the file.
      type === "table" && !/^\s*CREATE\s+VIRTUAL/i.test(String(made ?? "")) ? [String(name)] : [],
    );
    const other = known.map(({ name }) => String(name)).filter((name) => !tables.includes(name));
    let query: string;
    if (sql !== undefined) {
      query = oneSelect(sql, who);
      const view = other.find((name) => query.toLowerCase().includes(name.toLowerCase()));
      if (view !== undefined)
        throw new SpillwayError(
          `${who}: ${shown(view)} is a view or a virtual table of the log, which is not run: name tables only`,
          { place },
        );
    } else {
      if (table === undefined)
        throw new SpillwayError(
          `${who}: a database needs records: table or records: sql; its tables are ${tables.slice(0, 30).join(", ")}`,
          { place },
        );
      if (!tables.includes(table))
        throw new SpillwayError(
          `${who}: the database has no table ${shown(table)}${suggest(table, tables)}`,
          { place },
        );
      query = `SELECT * FROM "${table.replaceAll('"', '""')}"`;
    }
    const statement = database.prepare(query);
    try {
      let batch: Record<string, unknown>[] = [];
      for (const row of statement.iterate()) {
        batch.push(row);
        if (batch.length < 1000) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    } finally {
      statement.finalize();
    }
  } catch (cause) {
    if (cause instanceof SpillwayError) throw cause;
    throw new SpillwayError(`${who}: reading SQLite: ${(cause as Error).message.split("\n")[0]}`, {
      place,
      cause,
    });
  } finally {
    database?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A database that was last written with a log beside it says so in two bytes; the copy has none beside it. */
function withoutWal(path: string): void {
  const file = openSync(path, "r+");
  try {
    writeSync(file, Uint8Array.of(1, 1), 0, 2, 18);
  } finally {
    closeSync(file);
  }
}
