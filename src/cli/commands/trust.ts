import { Command, Option } from "commander";
import { lazily } from "../lazily.ts";
import { repeated, wholeNumber, withCommon, withDialect, withSeed } from "../options.ts";

const HELP = `
Before any effect: whether answers of a log were filled in, cached or copied. Fields are known by name and
content; --text, --duration and --choice name others. Each check flags an honest log with a chance of at
most 0.001, and says when the log does not hold what would show it. A folder stands for all its logs.

Examples:
  $ spillway trust outputs.csv.gz
  $ spillway trust games/ --filler "I trust this team."
  $ spillway trust --units units.csv --design '{"kind":"bernoulli","probability":0.5}' --heard heard.csv`;

/** `spillway trust`. */
export function trustCommand(): Command {
  const command = withDialect(new Command("trust"))
    .summary("check whether a log can be trusted, before any effect")
    .description("Check whether a log can be trusted, before any effect.")
    .argument("[log...]", "logs in any format, or folders of them; - for standard input")
    .option("--text <field>", "field with answers in words, or their hashes; repeatable", repeated)
    .option("--duration <field>", "field with how long an answer took; repeatable", repeated)
    .option("--choice <field>", "field with one of few choices; repeatable", repeated)
    .option("--filler <sentence>", "sentence that the program writes when a call fails; repeatable", repeated)
    .option(
      "--skip-damaged <number>",
      "skip so many damaged records at most, and name them (default 0)",
      wholeNumber(0),
    )
    .option("--units <file>", "unit table, for checks of arms, balance, missing outcomes and messages")
    .option("--design <json|file>", "law that assigned its arms: inline JSON, a kind, or a file")
    .option("--network <file>", "edges declared before the run")
    .option("--directed", "edges lead one way only, from source to target")
    .option("--heard <file>", "who heard whom: source, target, and world where there are several")
    .addOption(
      new Option("--channel <law>", "a channel whose law is known, by which agents heard each other").choices(
        ["random-partner", "delivery-coin", "yoked"],
      ),
    )
    .option("--covariates <column>", "column known before the assignment; repeatable", repeated)
    .option("--negative-control <column>", "column that no treatment can move; repeatable", repeated)
    .option("--order <column>", "column that says when, or in which order, agents were asked")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/trustAction.ts")).trustAction));
  withSeed(command, "seed of redraws of the arms (default 1)");
  return withCommon(command, "file for the findings: .json, .csv or text");
}
