import { access } from "node:fs/promises";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { loadOptional } from "../files/loadOptional.ts";

/** The part of @duckdb/node-api that is used here; the package is optional, so its types are not at hand. */
interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string): Promise<{ connect(): Promise<Connection>; closeSync(): void }>;
  };
}
interface Connection {
  runAndReadAll(sql: string, values: readonly string[]): Promise<{ getRowObjectsJson(): readonly object[] }>;
  closeSync(): void;
}

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
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const rows = await connection.runAndReadAll("SELECT * FROM read_parquet($1)", [path]);
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
