import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { withCommon } from "../options.ts";

const HELP = `
Puts everything in a run's folder into one ZIP archive: study, network, plan, journal, units, estimates,
report. Its first entry, SEAL.json, holds the SHA-256 of each file. The same folder gives the same
archive. The hash that is printed is that of SEAL.json: publish it, and nobody can change a byte
unnoticed. Anybody can unpack the archive; spillway verify checks it, and estimates again from it.

Example:
  $ spillway seal runs/first
  $ spillway verify runs/first.sealed.zip --seal 3f1c...`;

/** `spillway seal`. */
export function sealCommand(): Command {
  const command = new Command("seal")
    .summary("put a run into one archive with the hash of every file")
    .description("Put a run into one archive with the hash of every file.")
    .argument("<folder>", "folder of the run")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/sealAction.ts")).sealAction));
  return withCommon(command, "the archive, instead of <folder>.sealed.zip");
}
