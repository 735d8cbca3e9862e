import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import { withCommon } from "../options.ts";
import { type CommonOptions, emit, output } from "../output.ts";
import { firstStudy } from "./firstStudy.ts";

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
    .action((folder: string, options: CommonOptions) => {
      const file = options.out ?? join(folder, "study.yaml");
      if (existsSync(file))
        throw new SpillwayError(`init: ${file} is there already: choose another folder, or remove it`);
      writeFileWhole(file, firstStudy);
      const { out: _, ...shown } = options;
      emit({ data: { study: file }, text: () => file }, shown);
      output(options).note(`next: spillway check ${file}`);
    });
  return withCommon(command, "file for the study instead of study.yaml in the folder");
}
