import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { amount, wholeNumber, withSeed } from "../options.ts";

const LIST_HELP = `
Lists the benchmark studies: experiments of the literature as study files. With a name: what is
randomized, the exposure, the estimand, what differs from the original, and the sources.

Examples:
  $ spillway bench list
  $ spillway bench list conformity`;

const RUN_HELP = `
Writes the study and its agents into the folder, runs it, and prints what was measured beside what is
known of the synthetic agents (exact) and what others found (published).

--agents names who plays: synthetic agents (default), a model as provider/model, an endpoint as
http://localhost:11434/v1#llama3.1, or a YAML file with a description of agents. --disguised tells
language models the same game in other words: an answer from memory of the literature should go away.

Repeat the command to resume. What a budget, a floor or Ctrl-C does is as with spillway run.

Examples:
  $ spillway bench run information-cascade --out runs/cascade
  $ spillway bench run beauty-contest --out runs/guess --agents openai/gpt-5-mini --budget-calls 2000
  $ spillway bench run naming-game --out runs/names --agents http://localhost:11434/v1#llama3.1 --disguised`;

/** `spillway bench`. */
export function benchCommand(): Command {
  const command = new Command("bench")
    .summary("experiments of the literature: list them, run one on any agents")
    .description("Experiments of the literature as studies, with what is known and what others found.");
  command.addCommand(
    new Command("list")
      .summary("list the benchmark studies, or describe one")
      .description("List the benchmark studies, or describe one.")
      .argument("[name]", "describe this one")
      .option("--json", "print JSON")
      .option("--quiet", "print nothing but the result")
      .addHelpText("after", LIST_HELP)
      .action(lazily(async () => (await import("../actions/worlds/benchListAction.ts")).benchListAction)),
  );
  const run = new Command("run")
    .summary("run a benchmark study, and compare")
    .description("Run a benchmark study, and compare with what is known and what others found.")
    .argument("<name>", "name of the benchmark: spillway bench list")
    .option("--agents <who>", "synthetic, a model, an endpoint, or a YAML file (default synthetic)")
    .option("--disguised", "tell language models the game in other words")
    .option("--worlds <number>", "worlds of each variant (default: those of the benchmark)", wholeNumber(1))
    .option("--workers <number>", "threads for worlds of synthetic agents", wholeNumber(1), 1)
    .option("--open <number>", "most calls open at a time (default 16)", wholeNumber(1))
    .option("--budget-calls <number>", "calls for each variant, then it pauses", wholeNumber(1))
    .option("--budget-tokens <number>", "tokens for each variant, then it pauses", wholeNumber(1))
    .option("--budget-money <amount>", "money for each variant, then it pauses", amount)
    .option("--trust", "trust the file of agents: its programs, variables and files outside")
    .addHelpText("after", RUN_HELP)
    .action(lazily(async () => (await import("../actions/worlds/benchRunAction.ts")).benchRunAction))
    .requiredOption("--out <folder>", "folder for the study and its runs")
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but the result");
  command.addCommand(withSeed(run, "seed instead of the study's"));
  return command;
}
