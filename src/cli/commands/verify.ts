import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { withCommon } from "../options.ts";

const HELP = `
Compares every file of an archive with its seal, and names file and line of what was changed. Then
draws the assignments again, makes the units from the journal and the estimates from the units, and
says whether they come out the same. Agents are not asked again: what they answered is in the journal.
Exit code 1 when anything differs.

Examples:
  $ spillway verify runs/first.sealed.zip --seal 3f1c...
  $ spillway verify runs/first.sealed.zip runs/first`;

/** `spillway verify`. */
export function verifyCommand(): Command {
  const command = new Command("verify")
    .summary("check a sealed run, and make its numbers again")
    .description("Check a sealed run, and make its numbers again.")
    .argument("<archive>", "what spillway seal has written")
    .argument("[folder]", "a run's folder that must be the same")
    .option("--seal <hash>", "the hash that spillway seal printed")
    .option("--no-replay", "only compare files")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/verifyAction.ts")).verifyAction));
  return withCommon(command, "write the result to this file");
}
