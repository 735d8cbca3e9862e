import { Command } from "commander";
import { lazily } from "../../lazily.ts";

const HELP = `
--long writes everything that agents of a run measured, said and answered as one long table, a row for
each world, round, agent and field, with what the study knows of each agent beside it. The name says
the form: .csv or .parquet. pandas and R read both as they are:
  pandas.read_csv("long.csv")              read.csv("long.csv")
  pandas.read_parquet("long.parquet")      arrow::read_parquet("long.parquet")

Example:
  $ spillway export runs/first --long long.parquet`;

/** `spillway export`. */
export function exportCommand(): Command {
  return new Command("export")
    .summary("write a run as a long table for pandas and R")
    .description("Write a run as a long table for pandas and R.")
    .argument("<folder>", "folder of the run")
    .option("--long <file>", "all fields of all turns as one long table: a .csv or .parquet file")
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but the result")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../../actions/runs/exportAction.ts")).exportAction));
}
