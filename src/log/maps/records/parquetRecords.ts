import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import { loadOptional } from "../../files/loadOptional.ts";
import { oneSelect } from "./oneSelect.ts";

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
  run(sql: string, values?: readonly string[]): Promise<unknown>;
  stream(
    sql: string,
    values: readonly string[],
  ): Promise<{ yieldRowObjectJson(): AsyncIterable<readonly object[]> }>;
  closeSync(): void;
}

/** In this order: a lock that is on keeps the others as they are. */
const LOCKED = [
  "autoload_known_extensions = false",
  "enable_external_access = false",
  "lock_configuration = true",
] as const;

/**
 * The rows of a Parquet file as a stream, by DuckDB, which may read this one file, load nothing and reach nothing else.
 *
 * @param sql one SELECT on the table `log`. Default: all of it.
 * @throws SpillwayError when there is no such file, the package @duckdb/node-api is not installed, the file is no Parquet, and for SQL
 * that is no single SELECT.
 */
export async function* parquetRecords(path: string, sql?: string): AsyncGenerator<readonly object[]> {
  const query = sql === undefined ? "SELECT * FROM log" : oneSelect(sql, "reading Parquet");
  const { DuckDBInstance } = (await loadOptional("@duckdb/node-api", "reading Parquet")) as unknown as DuckDb;
  await access(path).catch((cause: unknown) => {
    throw new SpillwayError(`reading Parquet: there is no file "${path}"`, { cause });
  });
  const instance = await DuckDBInstance.create(":memory:", { autoinstall_known_extensions: "false" });
  const connection = await instance.connect();
  try {
    const allowed = resolve(path).replaceAll("'", "''");
    await connection.run(`SET allowed_paths = ['${allowed}']`);
    for (const setting of LOCKED) await connection.run(`SET ${setting}`);
    await connection.run(`CREATE VIEW log AS SELECT * FROM read_parquet('${allowed}')`);
    yield* (await connection.stream(query, [])).yieldRowObjectJson();
  } catch (cause) {
    if (cause instanceof SpillwayError) throw cause;
    throw new SpillwayError(`reading Parquet: ${(cause as Error).message.split("\n")[0]}`, {
      place: { file: path },
      cause,
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
