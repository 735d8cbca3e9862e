import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { wholeNumber, withAllowedFiles, withCommon, withSeed } from "../options.ts";

const HELP = `
A dry run reports the assignment mechanism, the probability of each condition, the population and the
minimum detectable effect (MDE) of each contrast, the number of agent calls and their maximal cost,
the addresses, environment variables, files and programs that the study names, and problems to fix. It draws no plan, calls no agent and writes nothing except --out.

--prompt shows instead what a language-model agent would be sent, with the settings of its arm in
world 0 of the plan. Messages of earlier rounds are made up, and marked as such.

Examples:
  $ spillway check study.yaml
  $ spillway check study.yaml --prompt agent-3 --round 2 --arm treated`;

/** `spillway check`. */
export function checkCommand(): Command {
  const command = new Command("check")
    .summary("dry run of a study: conditions, predicted errors, cost, problems")
    .description("Dry run of a study.")
    .argument("<study>", "study file (YAML or JSON), - for standard input")
    .option("--prompt <agent>", "show the prompt of the agent with this id")
    .option(
      "--round <number>",
      "the round of that prompt (default the first in which it acts)",
      wholeNumber(1),
    )
    .option("--arm <name>", "the arm of that agent (default that of the plan)")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/checkAction.ts")).checkAction));
  return withCommon(
    withSeed(withAllowedFiles(command), "seed instead of the study's"),
    "write to this file instead",
  );
}
