import type { FinishedRun, RunStudyOptions, StoppedRun } from "../experiment/runStudy.ts";
import type { Study } from "../study/study.ts";

/**
 * Runs a study ({@link runStudy}) and, when it is complete, writes its report beside the other files.
 *
 * @throws SpillwayError as {@link runStudy}.
 */
export async function run(study: Study, options: RunStudyOptions): Promise<StoppedRun | FinishedRun> {
  const { runStudy } = await import("../experiment/runStudy.ts");
  const { writeReport } = await import("./writeReport.ts");
  const result = await runStudy(study, options);
  if (result.complete)
    await writeReport(result, options.out, { statuses: result.run.statuses, checks: result.checks });
  return result;
}
