import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { withCommon } from "../options.ts";

const HELP = `
Makes report.html of a finished run again, and estimates.json and estimates.csv with it: one page
that opens without a network, with the estimates, the network, the probabilities, what is assumed
and how to make it all again.

Example:
  $ spillway report runs/first`;

/** `spillway report`. */
export function reportCommand(): Command {
  const command = new Command("report")
    .summary("make the report of a finished run again")
    .description("Make the report of a finished run again.")
    .argument("<folder>", "folder of the run")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/reportAction.ts")).reportAction));
  return withCommon(command, "file for the report instead of report.html in the folder");
}
