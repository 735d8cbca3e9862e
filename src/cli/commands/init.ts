import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { withCommon } from "../options.ts";

const HELP = `
Writes study.yaml, a small commented study that is ready to run. An existing file is never replaced.

Example:
  $ spillway init my-study && cd my-study && spillway run study.yaml --out runs/first`;

/** `spillway init`. */
export function initCommand(): Command {
  const command = new Command("init")
    .summary("write a first study.yaml")
    .description("Write a first study.yaml.")
    .argument("[folder]", "folder for it; made when it is not there", ".")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/initAction.ts")).initAction));
  return withCommon(command, "file for the study instead of study.yaml in the folder");
}
