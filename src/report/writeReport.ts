import { writeFileWhole } from "../log/writeFileWhole.ts";
import type { RunResult } from "../run/runPlan.ts";
import type { StudyResult } from "../study/finishStudy.ts";
import { runFolder } from "../study/runFolder.ts";
import { renderReport } from "./renderReport.ts";
import { reportOf } from "./reportOf.ts";

/** Writes `report.html` into a run's folder, or to another file, and gives its path. */
export async function writeReport(
  result: StudyResult,
  out: string,
  turns: Partial<RunResult["statuses"]>,
  file: string = runFolder(out).report,
): Promise<string> {
  writeFileWhole(file, await renderReport(reportOf(result, turns)));
  return file;
}
