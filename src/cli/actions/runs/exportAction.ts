import { SpillwayError } from "../../../core/SpillwayError.ts";
import { shown } from "../../../core/shown.ts";
import { longCsv, longTable } from "../../../experiment/export/longTable.ts";
import { writeFileWhole } from "../../../log/files/writeFileWhole.ts";
import { parquetFile } from "../../../log/parquet/parquetFile.ts";
import { type CommonOptions, emit } from "../../output.ts";

interface ExportOptions extends CommonOptions {
  readonly long?: string;
}

/** What `spillway export` does. */
export async function exportAction(folder: string, options: ExportOptions): Promise<void> {
  const { long } = options;
  if (long === undefined) throw new SpillwayError("export: wanted --long FILE, got nothing to write");
  const ending = /\.(csv|parquet)$/i.exec(long)?.[1]?.toLowerCase();
  if (ending === undefined)
    throw new SpillwayError(
      `export: --long must be a file that ends in .csv or .parquet, got ${shown(long)}`,
    );
  const table = await longTable(folder);
  writeFileWhole(long, ending === "csv" ? longCsv(table) : parquetFile(table.columns));
  const columns = table.columns.map(({ name }) => name);
  emit(
    {
      data: { file: long, rows: table.rows, columns },
      text: () => `${long}: ${table.rows} rows with ${columns.join(", ")}`,
    },
    options,
  );
}
