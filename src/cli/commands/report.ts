import { Command } from "commander";
import { finishStudy } from "../../experiment/finishStudy.ts";
import { loadRun } from "../../experiment/loadRun.ts";
import { writeReport } from "../../report/writeReport.ts";
import { withCommon } from "../options.ts";
import { type CommonOptions, emit, output } from "../output.ts";

const HELP = `
Writes report.html, estimates.json and estimates.csv of a finished run again. The report is one page
that opens offline: estimates, network, probabilities, assumptions and the commands that reproduce it.

Example:
  $ spillway report runs/first`;

/** `spillway report`. */
export function reportCommand(): Command {
  const command = new Command("report")
    .summary("write the report of a finished run again")
    .description("Write the report of a finished run again.")
    .argument("<folder>", "folder of the run")
    .addHelpText("after", HELP)
    .action(async (folder: string, options: CommonOptions) => {
      const loaded = await loadRun(folder);
      const { prepared, plan, units, changed } = loaded;
      const { out, ...shown } = options;
      const file = await writeReport(finishStudy(prepared, plan, units, folder), folder, loaded, out);
      if (changed) output(options).note("the study was changed after its plan was drawn");
      emit({ data: { report: file }, text: () => file }, shown);
    });
  return withCommon(command, "file for the report instead of report.html in the folder");
}
