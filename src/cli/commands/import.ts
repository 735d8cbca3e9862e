import { Command, InvalidArgumentError, Option } from "commander";
import { lazily } from "../lazily.ts";
import { wholeNumber, withCommon, withDialect } from "../options.ts";

const LOG_HELP = `
A map says which records of a log are observations, of whom, when, in which arm, and who heard whom.
Without --map the log is recognised by its beginning. Ready maps: journal, spillway-spans, openinference,
vercel-ai, mlflow, genai-spans, langfuse, langsmith, inspect, concordia, govsim, oasis, ysocial, edsl,
empirica, otree, deliberate-lab; a map of your own is a YAML file.

Examples:
  $ spillway import --map langfuse log.jsonl --out units.csv --edges heard.csv
  $ spillway import log.jsonl --explain`;

const PANEL_HELP = `
Staggered experiments are often stored as two wide tables with the same columns: the id of the
agent first, then one column per period, with arms (names or 0, 1, …) in one table and outcomes in
the other. In place of the arms --adoption takes a table of agent and adopted, the period from which an
agent is treated (empty: never). The unit table has one row per agent and period: the number of the
period from 0 as round, its name as covariate period.

Examples:
  $ spillway import panel --arms arms.csv --outcomes outcomes.csv --out units.csv
  $ spillway import panel --adoption adoption.csv --outcomes outcomes.csv --out units.csv`;

/** `spillway import`. */
export function importCommand(): Command {
  return new Command("import")
    .summary("make a unit table from other systems' files")
    .description("Make a unit table from other systems' files.")
    .addCommand(logCommand(), { isDefault: true })
    .addCommand(panelCommand());
}

function logCommand(): Command {
  const command = withDialect(new Command("log"))
    .summary("a log of another program, by a map (taken when nothing else is named)")
    .description("Make a unit table, and a table of who heard whom, from a log of another program.")
    .argument("[log]", "the log: a file, the folder of an export, or - for standard input")
    .option("--map <name|file>", "a ready map, or a file of your own (default: recognised by the log)")
    .option("--edges <file>", "file for who heard whom at all, as edges of a network (heard.csv)")
    .option("--messages <file>", "file for who heard whom in which world and round, one row for each message")
    .option(
      "--assignments <file>",
      "table of who was assigned: agent or cluster, world, from-round, arm, probability",
    )
    .option("--explain", "say which fields the log has, show three rows, and count what did not match")
    .option(
      "--skip-damaged <number>",
      "skip so many damaged records at most, and name them (default 0)",
      wholeNumber(0),
    )
    .addOption(
      new Option(
        "--take <which>",
        "what to do with several records of one agent and round (default one: an error)",
      ).choices([...["one", "first", "last", "mean", "sum"]]),
    )
    .option("--rounds <numbers>", "rounds to keep, with commas between", roundList)
    .option("--outcome <field>", "field of the outcome, in place of the map's")
    .option("--arm <field>", "field of the arm, likewise")
    .option("--unit <field>", "field of the agent, likewise")
    .option("--round <field>", "field of the round, likewise")
    .option("--world <field>", "field of the world, likewise")
    .addHelpText("after", LOG_HELP)
    .action(lazily(async () => (await import("../actions/importLogAction.ts")).importLogAction));
  return withCommon(command, "file for the unit table (units.csv)");
}

/** Numbers of rounds with commas between them. */
function roundList(text: string): readonly number[] {
  const rounds = text.split(",").map((part) => (/^\s*\d{1,9}\s*$/.test(part) ? Number(part) : Number.NaN));
  if (rounds.some(Number.isNaN))
    throw new InvalidArgumentError("It must be numbers of rounds with commas between them.");
  return rounds;
}

function panelCommand(): Command {
  const command = withDialect(new Command("panel"))
    .summary("wide tables of outcomes and arms, or of outcomes and times of adoption")
    .description("Make a unit table from wide tables, one column per period.")
    .option("--arms <file>", "table of arms by period; - for standard input")
    .option(
      "--adoption <file>",
      "in its place: table of agent and adopted, the period from which it is treated",
    )
    .requiredOption("--outcomes <file>", "table of outcomes; - for standard input")
    .option("--arm-names <names>", "names of the arms, separated by commas (default control,treated)")
    .addHelpText("after", PANEL_HELP)
    .action(lazily(async () => (await import("../actions/importAction.ts")).importAction));
  return withCommon(command, "file for the unit table (units.csv)");
}
