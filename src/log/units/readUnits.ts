import { wantText } from "../../core/wantText.ts";
import { textPieces } from "../files/textPieces.ts";
import { parquetRecords } from "../maps/records/parquetRecords.ts";
import type { ParseUnitsOptions } from "./parseUnits.ts";
import type { ScannedUnits, UnitScannerOptions } from "./ScannedUnits.ts";
import type { UnitRow } from "./UnitRow.ts";
import { unitScanner } from "./unitScanner.ts";

/**
 * The unit table of a file: CSV, TSV or JSONL (plain or gzipped, "-" for standard input), or Parquet when its name ends
 * in ".parquet", which needs the optional package @duckdb/node-api. The text is read piece by piece.
 *
 * @throws SpillwayError as {@link readText}, {@link parseUnits} and, for Parquet, when the package is not installed.
 */
export async function readUnits(
  path: string,
  options: Omit<ParseUnitsOptions, "file"> = {},
): Promise<UnitRow[]> {
  wantText("readUnits", "the path of a file", path);
  const { onNote, skipDamaged = 0, ...dialect } = options;
  const { units, notes } = await scanUnitsFile(path, {
    dialect,
    skipDamaged,
    covariates: true,
    keep: () => true,
  });
  for (const note of notes) onNote?.(note);
  return units;
}

/** The units of a file that are wanted, and what the table holds beside them. */
export async function scanUnitsFile(
  path: string,
  options: Omit<UnitScannerOptions, "file">,
): Promise<ScannedUnits> {
  const scanner = unitScanner({ ...options, file: path === "-" ? "(standard input)" : path });
  if (path.endsWith(".parquet")) {
    for await (const rows of parquetRecords(path))
      if (rows.length > 0) scanner.push(`${rows.map((row) => JSON.stringify(row)).join("\n")}\n`);
  } else for await (const piece of textPieces(path)) scanner.push(piece);
  return scanner.end();
}
