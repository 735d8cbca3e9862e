import { present } from "../../../core/present.ts";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import { shown } from "../../../core/shown.ts";
import {
  conditionsCsv,
  conditionsJson,
  type Lab,
  labConditions,
} from "../../../experiment/export/labConditions.ts";
import { longCsv, longTable } from "../../../experiment/export/longTable.ts";
import { writeFileWhole } from "../../../log/files/writeFileWhole.ts";
import { parquetFile } from "../../../log/parquet/parquetFile.ts";
import { planStudy } from "../../../study/planStudy.ts";
import { prepareStudy } from "../../../study/prepareStudy.ts";
import { readStudy } from "../../../study-file/readStudy.ts";
import { type CommonOptions, emit } from "../../output.ts";

interface ExportOptions extends CommonOptions {
  readonly long?: string;
  readonly lab?: Lab;
  readonly seed?: string;
}

/** What `spillway export` does. */
export async function exportAction(folder: string, options: ExportOptions): Promise<void> {
  const { long, lab, out } = options;
  if (lab !== undefined) {
    if (long !== undefined)
      throw new SpillwayError("export: --long and --lab are two exports: give one of them");
    return forLab(folder, lab, options);
  }
  if (out !== undefined) throw new SpillwayError("export: --out goes with --lab: give --long FILE");
  if (long === undefined)
    throw new SpillwayError("export: wanted --long FILE or --lab NAME, got nothing to write");
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

/** The plan of a study, for a laboratory with people. */
async function forLab(file: string, lab: Lab, options: ExportOptions): Promise<void> {
  const { out, seed, json, quiet } = options;
  if (out === undefined || !/\.(?:csv|json)$/i.test(out))
    throw new SpillwayError(
      `export: --lab needs --out, a file that ends in .csv or .json, got ${shown(out)}`,
    );
  const study = await readStudy(file, { ...present({ seed }), still: true });
  const prepared = prepareStudy(study);
  const plan = planStudy(study, prepared);
  const table = labConditions(plan, prepared.law, lab);
  writeFileWhole(out, /\.json$/i.test(out) ? conditionsJson(table) : conditionsCsv(table));
  emit(
    {
      data: { file: out, lab, rows: table.rows.length, planHash: plan.hash },
      text: () => `${out}: ${table.rows.length} participants for ${lab}; plan ${plan.hash}`,
    },
    present({ json, quiet }),
  );
}
