import { readText } from "../files/readText.ts";
import { parquetText } from "./parquetText.ts";
import { parseUnits } from "./parseUnits.ts";
import type { UnitRow } from "./UnitRow.ts";

/**
 * The unit table of a file: CSV, TSV or JSONL (plain or gzipped, "-" for standard input), or Parquet when its name ends
 * in ".parquet", which needs the optional package @duckdb/node-api.
 *
 * @throws SpillwayError as {@link readText}, {@link parseUnits} and, for Parquet, when the package is not installed.
 */
export async function readUnits(path: string): Promise<UnitRow[]> {
  const text = path.endsWith(".parquet") ? await parquetText(path) : await readText(path);
  return parseUnits(text, { file: path === "-" ? "(standard input)" : path });
}
