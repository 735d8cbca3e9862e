import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { withCommon } from "../options.ts";

const HELP = `
What a report of a study with language models has to say (model and version, dates, parameters,
prompts, traces, cost, failures, baselines, human validation, limitations, the experiment), filled
from the run as far as it is known, with the rest left as questions. Markdown; --json for data.

Example:
  $ spillway checklist runs/first --out checklist.md`;

/** `spillway checklist`. */
export function checklistCommand(): Command {
  const command = new Command("checklist")
    .summary("reporting checklist of a finished run, filled as far as known")
    .description("Reporting checklist of a finished run, filled as far as known.")
    .argument("<folder>", "folder of the run")
    .option("--preregistration <file>", "count deviations from this document: spillway preregister")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/checklistAction.ts")).checklistAction));
  return withCommon(command, "file for the checklist (default: printed)");
}
