import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { wholeNumber, withAllowedFiles, withCommon } from "../options.ts";

const HELP = `
Without --study: the estimators, and what each is for.

With --study: for each whether it applies to the study's questions, design and agents, what it
assumes, and the standard error to be expected. --simulate plays the study with synthetic agents and
measures bias, error and coverage of those that apply.

Examples:
  $ spillway estimators
  $ spillway estimators --study study.yaml
  $ spillway estimators --study study.yaml --simulate 200`;

/** `spillway estimators`. */
export function estimatorsCommand(): Command {
  const command = new Command("estimators")
    .summary("list the estimators, or say which of them a study can use")
    .description("List the estimators, or say which of them a study can use.")
    .option("--study <file>", "study file")
    .option(
      "--simulate <number>",
      "play the study so often and measure how they do (synthetic agents)",
      wholeNumber(2),
    )
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/estimatorsAction.ts")).estimatorsAction));
  return withCommon(withAllowedFiles(command), "write to this file instead; .json for JSON");
}
