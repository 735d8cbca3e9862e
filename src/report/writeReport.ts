import { present } from "../core/present.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { wantText } from "../core/wantText.ts";
import type { StudyResult } from "../experiment/finishStudy.ts";
import { runFolder } from "../experiment/runFolder.ts";
import type { StudyChecks } from "../experiment/studyChecks.ts";
import { writeFileWhole } from "../log/files/writeFileWhole.ts";
import type { RunResult } from "../run/runPlan.ts";

/** What a journal says of its run. */
interface RunSaid {
  /** How many turns ended in which way; empty when there is no journal. */
  readonly statuses: Partial<RunResult["statuses"]>;
  readonly checks?: StudyChecks;
}

/** Writes `report.html` into a run's folder, or to another file, and gives its path. */
export async function writeReport(
  result: StudyResult,
  out: string,
  given: RunSaid,
  named?: string,
): Promise<string> {
  wantText("writeReport", "the folder of a run", out);
  const file = named ?? runFolder(out).report;
  wantArgument("writeReport", "a result", result, { fields: ["prepared", "plan", "rows"] });
  wantArgument("writeReport", "what the journal says", given, { fields: ["statuses"] });
  const { statuses, checks } = given;
  const { renderReport } = await import("./renderReport.ts");
  const { reportOf } = await import("./reportOf.ts");
  const { runChecklist } = await import("../experiment/reporting/runChecklist.ts");
  const own = file === runFolder(out).report;
  const { readSpecification } = await import("../specify/readSpecification.ts");
  const specification = readSpecification(out);
  const { prepared, plan, units, rows, preregistration } = result;
  const checklist = prepared.study.model.agents.synthetic
    ? undefined
    : runChecklist(
        out,
        { prepared, plan, units, ...present({ checks }) },
        { rows, ...present({ preregistration }) },
      );
  const { runStory } = await import("./story/runStory.ts");
  const story = runStory(out, plan);
  const report = { ...reportOf(result, statuses, checks, checklist), ...present({ specification, story }) };
  writeFileWhole(file, await renderReport(report), { own });
  return file;
}
