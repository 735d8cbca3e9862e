import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { withCommon } from "../options.ts";

const HELP = `
Of a run: writes report.html, estimates.json and estimates.csv again. Of a factorial study: factors.html.
Of a file of results (estimate, diagnose, panel, compare, interaction, decompose, measure, tipping, trust
with --out file.json): a page beside it. A page opens offline, and each figure in it can be saved as SVG,
PNG and data.

Examples:
  $ spillway report runs/first
  $ spillway report runs/first --with measures.json --figures figures
  $ spillway report estimates.json --out estimates.html`;

/** `spillway report`. */
export function reportCommand(): Command {
  const command = new Command("report")
    .summary("write the report of a run, a factorial study or a file of results")
    .description("Write the report of a run, a factorial study or a file of results.")
    .argument("<of>", "folder of the run or of the factorial study, or a file of results")
    .option("--preregistration <file>", "list every deviation from this document: spillway preregister")
    .option(
      "--figures <folder>",
      "write each figure as SVG, PNG, data (CSV) and sentence into this new folder",
    )
    .option("--with <file...>", "add the sections of these files of results to the report of a run")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/reportAction.ts")).reportAction));
  return withCommon(command, "file for the report instead of the one beside what it is of");
}
