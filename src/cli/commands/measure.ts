import { Command, InvalidArgumentError, Option } from "commander";
import { lazily } from "../lazily.ts";
import { repeated, wholeNumber, withCommon, withDialect, withSeed } from "../options.ts";

const HELP = `
Without arguments: the measures, and what each is for. With the kind of one: its settings.

The data are the folder of a run, a journal, a table of units, or a log that a map can read. A run has
the columns world, round, agent, arm, outcome, status, said, state and answer.*, condition (of the
study's exposure) and delivered (of each message that was sent). Measures of series take each agent of
each world as a series; --edges takes the source from each in-neighbour instead.

A p-value comes from what the study randomized, drawn anew: deliveries where a column is delivered,
assignments where one is arm or condition, else the first column is exchanged between worlds. Where
nothing was randomized there is none, and why. Tables with fewer than ten records a cell are refused:
--set fewRecords=warn gives the number anyway.

Examples:
  $ spillway measure
  $ spillway measure mutual-information runs/first --variable arm --variable outcome
  $ spillway measure transfer-entropy runs/first --source said --target said --edges
  $ spillway measure information-flow runs/first --variable delivered --variable said
  $ spillway measure emergence runs/talking --variable outcome --controls runs/silent`;

/** `spillway measure`. */
export function measureCommand(): Command {
  const command = withDialect(new Command("measure"))
    .summary("measure information in runs, tables and logs")
    .description("Measure information in runs, tables and logs, in bits, with a null from the randomization.")
    .argument("[kind]", "kind of the measure; none lists them")
    .argument("[data]", "folder of a run, journal, table of units or log; - for standard input")
    .option("--variable <column>", "column of the next variable, in their order; repeatable", repeated)
    .option("--source <column>", "column from which information is transferred: the first variable")
    .option("--target <column>", "column to which it is transferred: the second variable")
    .option("--given <column>", "column that is given: a further variable; repeatable", repeated)
    .option("--edges", "the source is that of every in-neighbour, not the agent's own (runs)")
    .option("--edge <from:to>", "the source is that of one agent, the target another's; repeatable", pairs)
    .option("--each", "every edge by itself, too, with p-values for all together (transfer-entropy)")
    .option("--by <column>", "rows about each value of this column, too")
    .option("--bins <number>", "put numbers into so many classes, equally full", wholeNumber(2))
    .option("--set <name=value>", "setting of the measure; repeatable", repeated)
    .option(
      "--controls <data>",
      "runs in which the agents did not hear each other (emergence); repeatable",
      repeated,
    )
    .option("--map <kind>", "map that reads the log (default: found by its beginning)")
    .addOption(
      new Option("--null <source>", "what is drawn anew for the p-value (default auto)").choices([
        "auto",
        "none",
        "worlds",
        "assignments",
        "deliveries",
      ]),
    )
    .option("--draws <number>", "how often it is drawn (default 999)", wholeNumber(1))
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/measureAction.ts")).measureAction));
  return withCommon(withSeed(command, "seed of the draws (default 1)"), "file for the rows; .json or .csv");
}

/** Pairs of agents; the first colon separates. */
function pairs(
  text: string,
  before: readonly (readonly [string, string])[] = [],
): readonly (readonly [string, string])[] {
  const at = text.indexOf(":");
  const [from, to] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || to === "") throw new InvalidArgumentError("It must be two agents with a colon between them.");
  return [...before, [from, to]];
}
