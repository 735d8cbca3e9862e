import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { loadOptional } from "../files/loadOptional.ts";

/** The part of @duckdb/node-api that is used here; the package is optional, so its types are not at hand. */
interface DuckDb {
  readonly DuckDBInstance: {
    create(
      path: string,
      settings: Readonly<Record<string, string>>,
    ): Promise<{ connect(): Promise<Connection>; closeSync(): void }>;
  };
}
interface Connection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string, values: readonly string[]): Promise<{ getRowObjectsJson(): readonly object[] }>;
  closeSync(): void;
}

/** In this order: a lock that is on keeps the others as they are. */
const LOCKED = [
  "autoload_known_extensions = false",
  "enable_external_access = false",
  "lock_configuration = true",
] as const;

/**
 * The rows of a Parquet file as JSONL, by DuckDB.
 *
 * @throws SpillwayError when there is no such file, the package @duckdb/node-api is not installed, or the file is no Parquet.
 */
export async function parquetText(path: string): Promise<string> {
  const { DuckDBInstance } = (await loadOptional("@duckdb/node-api", "reading Parquet")) as unknown as DuckDb;
  await access(path).catch((cause: unknown) => {
    throw new SpillwayError(`readUnits: there is no file "${path}"`, { cause });
  });
  const instance = await DuckDBInstance.create(":memory:", { autoinstall_known_extensions: "false" });
  const connection = await instance.connect();
  try {
    // A file from somebody else: DuckDB may read it and nothing beside it, and load nothing to do so.
    const allowed = resolve(path).replaceAll("'", "''");
    await connection.run(`SET allowed_paths = ['${allowed}']`);
    for (const setting of LOCKED) await connection.run(`SET ${setting}`);
    const rows = await connection.runAndReadAll("SELECT * FROM read_parquet($1)", [resolve(path)]);
    return rows
      .getRowObjectsJson()
      .map((row) => JSON.stringify(row))
      .join("\n");
  } catch (cause) {
    throw new SpillwayError(`reading Parquet: ${(cause as Error).message.split("\n")[0]}`, {
      place: { file: path },
      cause,
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
