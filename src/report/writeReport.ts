import { present } from "../core/present.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { wantText } from "../core/wantText.ts";
import type { StudyResult } from "../experiment/finishStudy.ts";
import { runFolder } from "../experiment/runFolder.ts";
import type { StudyChecks } from "../experiment/studyChecks.ts";
import { writeFileWhole } from "../log/files/writeFileWhole.ts";
import type { RunResult } from "../run/runPlan.ts";
import type { FigureBook } from "./parts/figure.ts";
import type { ReportInput } from "./ReportInput.ts";

/** What a journal says of its run. */
interface RunSaid {
  /** How many turns ended in which way; empty when there is no journal. */
  readonly statuses: Partial<RunResult["statuses"]>;
  readonly checks?: StudyChecks;
  /** Files of results about the run whose sections the report gets. */
  readonly results?: ReportInput["results"];
  /** Gets the figures of the page; its `png` makes their copies as PNG. */
  readonly book?: FigureBook;
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
  const { statuses, checks, results, book } = given;
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
  const { journalStory } = await import("./story/journalStory.ts");
  const story = journalStory(out, plan);
  const report = {
    ...reportOf(result, statuses, checks, checklist),
    ...present({ specification, story, results }),
  };
  writeFileWhole(file, await renderReport(report, book), { own });
  return file;
}
