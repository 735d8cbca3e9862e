import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { wholeNumber, withAllowedFiles, withCommon } from "../options.ts";

const HELP = `
Looks at outcomes before all worlds are played, at the numbers of worlds that the study's looks name, and
tests that no treatment changes any outcome. The chance that any look rejects is at most the level: each is
judged by the joint law of all looks under the study's own design. A run that is not complete is looked at
as far as whole worlds go, in the order of their numbers. Looks at other numbers of worlds are refused.

Examples:
  $ spillway looks study.yaml runs/first
  $ spillway looks study.yaml runs/first --worlds 4
  $ spillway looks study.yaml units.csv --out looks.csv`;

/** `spillway looks`. */
export function looksCommand(): Command {
  const command = new Command("looks")
    .summary("look at the worlds so far, with the level spent over all looks")
    .description("Look at the worlds so far, with the level spent over all looks.")
    .argument("<study>", "study file, with looks")
    .argument("<data>", "folder of a run, complete or not, or unit table; - for standard input")
    .option("--worlds <number>", "look as of this many worlds (default: all that are whole)", wholeNumber(1))
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/looksAction.ts")).looksAction));
  return withCommon(withAllowedFiles(command), "file for the table: .json, .csv or text");
}
