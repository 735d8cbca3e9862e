import { type RunStudyOptions, runStudy } from "../experiment/runStudy.ts";
import type { Study } from "../study/study.ts";
import { writeReport } from "./writeReport.ts";

/**
 * Runs a study ({@link runStudy}) and, when it is complete, writes its report beside the other files.
 *
 * @throws SpillwayError as {@link runStudy}.
 */
export async function run(study: Study, options: RunStudyOptions): ReturnType<typeof runStudy> {
  const result = await runStudy(study, options);
  if (result.complete)
    await writeReport(result, options.out, { statuses: result.run.statuses, checks: result.checks });
  return result;
}
