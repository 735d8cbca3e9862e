import { Command, Option } from "commander";
import { lazily } from "../lazily.ts";
import { repeated, share, wholeNumber, withCommon, withDialect, withSeed } from "../options.ts";

const HELP = `
A table has a row for each run: what a system got on a task, in a seed or epoch. Columns are known by
their usual names, and named with the options where they have others. Logs of Inspect (JSON) need none.
Designs of one study are compared by spillway designs --study, runs with and without interaction by
spillway interaction.

Examples:
  $ spillway compare scores.csv
  $ spillway compare logs/*.json --baseline openai/gpt-4o
  $ spillway compare runs.csv --system cell --score win_rate --contrast judge=judge_based:simple_vote \\
      --answers outputs.csv
  $ spillway compare runs.csv --system arm --task seed --score rounds --unpaired`;

/** `spillway compare`. */
export function compareCommand(): Command {
  const command = withDialect(new Command("compare"))
    .summary("compare systems or teams over tasks and seeds")
    .description("Compare systems or teams over tasks and seeds: paired, with tasks as units.")
    .argument("<tables...>", "tables of scores, or logs of Inspect (JSON); - for standard input")
    .option("--system <field>", "field with the system (usual: system, model, arm, condition)")
    .option("--task <field>", "field with the task (usual: task, item, question, problem, id)")
    .option("--repetition <field>", "field with the seed or epoch (usual: seed, epoch, trial)")
    .option("--score <field>", "field with a score; repeatable (usual: score, outcome, correct)", repeated)
    .option("--team <field>", "field with the team: what its agents got on a task is one run (usual: team)")
    .option("--cluster <field>", "field with groups of tasks that may depend on one another")
    .addOption(
      new Option(
        "--unit <what>",
        "what is independent: tasks, or repetitions, where systems remember from task to task (default task)",
      ).choices(["task", "repetition"]),
    )
    .option("--contrast <name=first:second>", "first minus second system; repeatable", repeated)
    .option("--baseline <system>", "compare all others with this system (default: all pairs)")
    .option("--unpaired", "runs of different systems have nothing in common: whole runs are units")
    .option("--drawn", "which run got which system was drawn at random")
    .option("--answers <log>", "log with the answers, looked at for repeats; repeatable", repeated)
    .option("--confidence <number>", "confidence of intervals, between 0 and 1 (default 0.95)", share)
    .option(
      "--skip-damaged <number>",
      "leave out so many damaged rows at most, and name them (default 0)",
      wholeNumber(0),
    )
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/compareAction.ts")).compareAction));
  withSeed(command, "seed of signs and splits that are drawn where there are too many (default 1)");
  return withCommon(command, "file for the comparison: .json, .csv or text");
}
