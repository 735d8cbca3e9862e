import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { withCommon } from "../options.ts";

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
    .option("--preregistration <file>", "list every deviation from this document: spillway preregister")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/reportAction.ts")).reportAction));
  return withCommon(command, "file for the report instead of report.html in the folder");
}
