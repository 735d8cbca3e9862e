import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { wholeNumber, withCommon, withSeed } from "../options.ts";

const HELP = `
The dry run: what will be drawn, how likely each condition is and for whom, whom each contrast is
about, how many agent calls there will be and what they may cost, and what may spoil the study.
Nothing is drawn that counts, no agent is called, nothing is written but --out.

With --prompt it shows what a language-model agent would be sent instead, with the settings of its
arm in world 0 of the plan. What others say in earlier rounds is made up, and marked as such.

Examples:
  $ spillway check study.yaml
  $ spillway check study.yaml --prompt agent-3 --round 2 --arm treated`;

/** `spillway check`. */
export function checkCommand(): Command {
  const command = new Command("check")
    .summary("dry run of a study: what it will do and what may spoil it")
    .description("Dry run of a study.")
    .argument("<study>", "study file (YAML or JSON), - for standard input")
    .option("--prompt <agent>", "show what this agent would be sent, by its id")
    .option(
      "--round <number>",
      "the round of that prompt (default the first in which it acts)",
      wholeNumber(1),
    )
    .option("--arm <name>", "the arm of that agent (default that of the plan)")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/checkAction.ts")).checkAction));
  return withCommon(withSeed(command, "takes the place of the study's seed"), "write to this file instead");
}
