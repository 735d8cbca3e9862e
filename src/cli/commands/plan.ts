import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { withAllowedFiles, withCommon, withSeed } from "../options.ts";

const HELP = `
Draws the treatment of every agent in each world, before any agent is called. The plan contains the
assignments, the seed, the hashes of study and network, and a hash of itself. An existing plan is
never replaced: the same study leaves it unchanged, another study is an error.

Example:
  $ spillway plan study.yaml --out plan.json`;

/** `spillway plan`. */
export function planCommand(): Command {
  const command = new Command("plan")
    .summary("draw the treatment plan of a study")
    .description("Draw the treatment plan of a study.")
    .argument("<study>", "study file (YAML or JSON), - for standard input")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/planAction.ts")).planAction));
  return withCommon(
    withSeed(withAllowedFiles(command), "seed instead of the study's"),
    "file for the plan (plan.json)",
  );
}
