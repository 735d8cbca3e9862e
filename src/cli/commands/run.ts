import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { amount, floor, repeated, wholeNumber, withAllowedFiles, withSeed } from "../options.ts";

const HELP = `
Draws the plan, runs the agents, and estimates. Writes into the folder:
  plan.json       who is treated in each world, with seeds and hashes
  study.json      the study with every default filled in (network.json: a network of your own)
  manifest.json   where the numbers come from: hashes, models, versions, times
  journal.jsonl   one line per agent call, as it ends
  checks.json     answers, durations, models, missing outcomes and questions by arm
  units.csv       one row per world and agent
  estimates.json, estimates.csv, report.html

Repeat the command to resume in the same folder: finished calls are not repeated. The first Ctrl-C
stops after the calls in flight, the second at once. When a budget is used up the run pauses with
exit code 0; repeat the command with a larger budget. Workers, limits and budgets change no result.

With --redis redis://localhost:6379, the workers of that server play the worlds: start some with
spillway worker, on any number of machines. Limits and budgets hold for all of them together.

--aa makes it an A/A test (placebo): assign and analyse as usual, but give every agent the first
arm's treatment. Any effect found is an artefact. It is a study of its own, in its own folder.

A study that starts programs, lets agents call addresses as tools, uses variables other than its
provider's usual key, or reads files outside its folder wants --trust, or a yes on the terminal, when it first runs on this machine.

--preregistration compares with what spillway preregister sealed, and lists every deviation: before the
first call, in the result, in the files of estimates and in the report. The study can name the file, too.

--otel exports the run as OpenTelemetry spans when it ends, complete or not (see spillway trace).

--vary runs the study once for every combination, each in its own folder (1, 2 …), and prints one table.
Ready factors go by name: robustness, or paraphrase, option-order, temperature, model (=levels).

Examples:
  $ spillway run study.yaml --out runs/first --workers 2
  $ spillway run study.yaml --out runs/models --vary model.agents.model=openai/gpt-5-mini,openai/gpt-5`;

/** `spillway run`. */
export function runCommand(): Command {
  const command = new Command("run")
    .summary("run a study, or resume it, and estimate")
    .description("Run a study, or resume it, and estimate.")
    .argument("<study>", "study file (YAML or JSON), - for standard input")
    .option("--workers <number>", "threads for worlds of synthetic agents", wholeNumber(1), 1)
    .option("--redis [address]", "run the worlds on workers, also on other machines: spillway worker")
    .option("--open <number>", "most calls open at a time (default 16, or the study's)", wholeNumber(1))
    .option("--per-minute <number>", "most calls a minute", wholeNumber(1))
    .option("--tokens-per-minute <number>", "most tokens a minute", wholeNumber(1))
    .option("--budget-calls <number>", "calls for the whole run, then it pauses", wholeNumber(1))
    .option("--budget-tokens <number>", "tokens for the whole run, then it pauses", wholeNumber(1))
    .option("--budget-money <amount>", "money for the whole run, then it pauses", amount)
    .option(
      "--floor <share>",
      "stop when a smaller share of the last 200 turns succeeds (default 0.5)",
      floor,
    )
    .option(
      "--patience <seconds>",
      "stop when nobody has answered for so long (default 600, or the study's)",
      amount,
    )
    .option("--preregistration <file>", "list every deviation from this document: spillway preregister")
    .option("--otel <file|url>", "export the run as OpenTelemetry spans at its end: spillway trace")
    .option(
      "--vary <path=values|name>",
      "a run for each value of a setting; repeatable, for all combinations (a factorial study)",
      repeated,
    )
    .option("--trust", "trust whoever wrote the study: its programs, variables and files outside")
    .option("--aa", "A/A test (placebo): every agent gets the treatment of the first arm")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/runAction.ts")).runAction));
  return withSeed(withAllowedFiles(command), "seed instead of the study's")
    .requiredOption("--out <folder>", "folder for the files of the run")
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but the result");
}
