import { Command, InvalidArgumentError, Option } from "commander";
import { lazily } from "../lazily.ts";
import { repeated, share, wholeNumber, withAllowedFiles, withCommon, withExperiment } from "../options.ts";

const HELP = `
From files, if you ran the agents elsewhere:
  $ spillway estimate --network edges.csv --design '{"kind":"bernoulli","probability":0.5}' \\
      --exposure any-treated --units units.csv \\
      --contrast direct=direct:none --contrast spillover=indirect:none --json

The unit table (CSV, TSV or JSONL, gzipped or not) has the columns agent, arm, outcome and, if
there are several, world and round. --design and --exposure take inline JSON, a kind, or a JSON or
YAML file. --out writes CSV for a name that ends in .csv, JSON for .json.

From a finished run, with its study or with one that asks for other contrasts or estimators (rewrites
the estimates and the report):
  $ spillway estimate study.yaml --out runs/first

Another part of the answers of a finished run, printed and not kept; nobody is asked again:
  $ spillway estimate study.yaml --out runs/first --outcome answer.vote=yes`;

/** `spillway estimate`. */
export function estimateCommand(): Command {
  const command = withExperiment(
    new Command("estimate")
      .summary("estimate effects from files, or again from a finished run")
      .description("Estimate effects from files, or again from a finished run.")
      .argument("[study]", "study file of a finished run, whose folder is --out"),
    false,
  )
    .option("--units <file>", "unit table; - for standard input")
    .option(
      "--contrast <name=first:second>",
      "mean under the first condition minus under the second; repeatable",
      repeated,
    )
    .option(
      "--outcome <column>",
      "column that is the outcome (answer.support), or column=value for a share (answer.vote=yes); default outcome",
    )
    .option(
      "--inquiry <name=question>",
      "another question: global, slope:share, policy:total:0.8:0.2, test:no-spillover; repeatable",
      repeated,
    )
    .option(
      "--covariates <columns>",
      "columns known before the assignment, with commas between, that a regression adjusts for",
      columnList,
    )
    .option(
      "--baseline <rounds>",
      "rounds before the treatment, with commas between: adds changes since then, and a regression on them",
      roundList,
    )
    .option("--simultaneous", "add intervals and p-values that hold for all contrasts together")
    .addOption(
      new Option("--adjust <method>", "adjust p-values of tests for their number").choices([
        "holm",
        "bh",
        "by",
      ]),
    )
    .option("--by <column>", "column known before the assignment: rows about each of its groups, too")
    .option("--estimator <kind>", "repeatable (default hajek and horvitz-thompson)", repeated)
    .option("--confidence <number>", "confidence of intervals, between 0 and 1 (default 0.95)", share)
    .option(
      "--floor <probability>",
      "leave out agents less likely than this to be in a condition that is compared, such as 0.01",
      share,
    )
    .option(
      "--assignments <file>",
      "who was assigned, where the units do not say it: agent or cluster, world, from-round, arm, probability",
    )
    .option(
      "--skip-damaged <number>",
      "leave out so many damaged rows of the units at most, and name them (default 0)",
      wholeNumber(0),
    )
    .addOption(
      new Option(
        "--edges <which>",
        "whether the edges were declared before the assignment, or came about in the run: then contrasts are associations",
      ).choices(["declared", "realized"]),
    )
    .addOption(
      new Option("--channel <law>", "a channel of known law that drew the realized edges").choices([
        "random-partner",
        "delivery-coin",
        "yoked",
      ]),
    )
    .option(
      "--heard <file>",
      "who heard whom, in the place of --network: source, target, world, round; a network for each world and round",
    )
    .option(
      "--lag <rounds>",
      "rounds by which what was heard is before the outcome (default 0)",
      wholeNumber(0),
    )
    .option("--plan <file>", "plan.json, for estimators that need the requests of the conflict-graph design")
    .option("--round <round>", "number of a round, name of its period, or all")
    .option("--world <number>", "number of a world (default: all, averaged)", wholeNumber(0))
    .option(
      "--cluster <column>",
      "column within whose values outcomes may depend on each other: standard errors by clusters; world: by the spread between worlds",
    )
    .option(
      "--outcome-range <least,most>",
      "smallest and largest possible outcome, for bounds where outcomes are missing (default 0,1 if all are 0 or 1)",
      rangeOf,
    )
    .option(
      "--allow-unlikely-arms",
      "estimate although the design given can hardly have assigned these arms, with a warning in every row",
    )
    .option("--preregistration <file>", "list every deviation from this document: spillway preregister")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/estimateAction.ts")).estimateAction));
  return withCommon(withAllowedFiles(command), "file for the estimates, or folder of the run");
}

/** Two numbers, the smaller first. */
function rangeOf(text: string): readonly [number, number] {
  const [least, most, ...more] = text
    .split(",")
    .map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (more.length > 0 || !Number.isFinite(least) || !Number.isFinite(most) || !(least! < most!))
    throw new InvalidArgumentError(
      "It must be two numbers with a comma between them, the smaller first: 0,10.",
    );
  return [least!, most!];
}

/** Names with commas between them. */
function columnList(text: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.includes(""))
    throw new InvalidArgumentError("It must be names of columns with commas between them.");
  return names;
}

/** Numbers of rounds with commas between them. */
function roundList(text: string): readonly number[] {
  const rounds = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (!rounds.every(Number.isFinite))
    throw new InvalidArgumentError("It must be numbers of rounds with commas between them.");
  return rounds;
}
