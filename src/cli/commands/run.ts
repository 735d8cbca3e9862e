import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { amount, floor, repeated, wholeNumber, withSeed } from "../options.ts";

const HELP = `
Draws the plan, lets the agents act, and estimates. Writes into the folder:
  plan.json       who is treated in each world, with seeds and hashes
  study.json      the study with every default filled in (network.json: a network of your own)
  manifest.json   where the numbers come from: hashes, models, versions, times
  journal.jsonl   one line per agent call, as it ends
  checks.json     answers, durations, models, missing outcomes and questions by arm
  units.csv       one row per world and agent
  estimates.json, estimates.csv, report.html

Run again on the same folder, it resumes: finished calls are not made again. The first Ctrl-C stops
after the calls in flight, the second at once. A budget that is used up is a pause, with exit code 0:
the same command with a larger one goes on. Workers, limits and budgets change no result.

With --redis redis://localhost:6379, the workers of that server play the worlds: start some with
spillway worker, on any number of machines. Limits and budgets hold for all of them together.

--aa draws and analyses as ever and treats nobody otherwise: what is then found tells of the
machinery. It is another study than without, and needs a folder of its own.

--otel exports the run as a trace when it ends, complete or not (see spillway trace).

With --vary, a run for every combination, each in a folder of its own (1, 2 …), and one table.

Examples:
  $ spillway run study.yaml --out runs/first --workers 2
  $ spillway run study.yaml --out runs/models --vary model.agents.model=openai/gpt-5-mini,openai/gpt-5`;

/** `spillway run`. */
export function runCommand(): Command {
  const command = new Command("run")
    .summary("run a study, or resume it, and estimate")
    .description("Run a study, or resume it, and estimate.")
    .argument("<study>", "study file (YAML or JSON), - for standard input")
    .option("--workers <number>", "threads that play worlds of agents that compute", wholeNumber(1), 1)
    .option("--redis [address]", "let workers play the worlds, on other machines too: spillway worker")
    .option("--open <number>", "most calls open at a time (default 16, or the study's)", wholeNumber(1))
    .option("--per-minute <number>", "most calls a minute", wholeNumber(1))
    .option("--tokens-per-minute <number>", "most tokens a minute", wholeNumber(1))
    .option("--budget-calls <number>", "calls for the whole run, then it pauses", wholeNumber(1))
    .option("--budget-tokens <number>", "tokens for the whole run, then it pauses", wholeNumber(1))
    .option("--budget-money <amount>", "money for the whole run, then it pauses", amount)
    .option("--floor <share>", "least share of the last 200 turns that must end well (default 0.5)", floor)
    .option("--otel <file|url>", "export the run as a trace of OpenTelemetry at its end: spillway trace")
    .option(
      "--vary <path=values>",
      "a run for each value of a setting; repeatable, for all combinations (a factorial study)",
      repeated,
    )
    .option("--aa", "A/A run: every agent gets the treatment of the first arm, whatever its own")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/runAction.ts")).runAction));
  return withSeed(command, "takes the place of the study's seed")
    .requiredOption("--out <folder>", "folder for the files of the run")
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but the result");
}
