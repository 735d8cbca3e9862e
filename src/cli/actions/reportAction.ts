import { finishStudy } from "../../experiment/finishStudy.ts";
import { loadRun } from "../../experiment/loadRun.ts";
import { writeReport } from "../../report/writeReport.ts";
import { type CommonOptions, emit, output } from "../output.ts";

/** What `spillway report` does. */
export async function reportAction(folder: string, options: CommonOptions): Promise<void> {
  const loaded = await loadRun(folder);
  const { prepared, plan, units, changed } = loaded;
  const { out, ...shown } = options;
  const file = await writeReport(
    finishStudy(prepared, plan, units, folder, loaded.allRounds),
    folder,
    loaded,
    out,
  );
  if (changed) output(options).note("the study was changed after its plan was drawn");
  emit({ data: { report: file }, text: () => file }, shown);
}
