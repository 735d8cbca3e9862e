import { Command } from "commander";
import { check } from "../study/check.ts";
import { readStudy } from "../study/readStudy.ts";
import { checkText } from "./checkText.ts";
import { withCommon, withSeed } from "./options.ts";
import { type CommonOptions, emit } from "./output.ts";

const HELP = `
The dry run: what will be drawn, how likely each condition is and for whom, whom each contrast is
about, how many agent calls there will be, and what may spoil the study. Nothing is drawn that
counts, no agent is called, nothing is written but --out.

Example:
  $ spillway check study.yaml`;

/** `spillway check`. */
export function checkCommand(): Command {
  const command = new Command("check")
    .summary("dry run of a study: what it will do and what may spoil it")
    .description("Dry run of a study.")
    .argument("<study>", "study file (YAML or JSON), - for standard input")
    .addHelpText("after", HELP)
    .action(async (file: string, options: CommonOptions & { seed?: string }) => {
      const study = await readStudy(file, options.seed === undefined ? {} : { seed: options.seed });
      const found = check(study);
      emit({ data: found, text: () => checkText(found) }, options);
    });
  return withCommon(withSeed(command, "takes the place of the study's seed"), "write to this file instead");
}
