import { Command, Option } from "commander";
import { lazily } from "../../lazily.ts";

const HELP = `
--long writes everything that agents of a run measured, said and answered as one long table, a row for
each world, round, agent and field, with what the study knows of each agent beside it. The name says
the form: .csv or .parquet. pandas and R read both as they are:
  pandas.read_csv("long.csv")              read.csv("long.csv")
  pandas.read_parquet("long.parquet")      arrow::read_parquet("long.parquet")

--lab writes the plan of a study as a table of conditions for a laboratory with people: who is in which
arm, with the exact probability of it and of every arm. What the laboratory exports is read back by
spillway import. plain is the table that spillway estimate takes as --assignments.

Examples:
  $ spillway export runs/first --long long.parquet
  $ spillway export study.yaml --lab otree --out conditions.csv`;

/** `spillway export`. */
export function exportCommand(): Command {
  return new Command("export")
    .summary("write a run for pandas and R, or a plan for a laboratory with people")
    .description("Write a run for pandas and R, or a plan for a laboratory with people.")
    .argument("<run>", "folder of a run; with --lab, a study file")
    .option("--long <file>", "all fields of all turns as one long table: a .csv or .parquet file")
    .addOption(
      new Option("--lab <name>", "the plan of a study as a table of conditions").choices([
        "otree",
        "empirica",
        "deliberate-lab",
        "plain",
      ]),
    )
    .option("--out <file>", "with --lab, the file for the conditions: .csv or .json")
    .option("--seed <text>", "with --lab, seed instead of the study's")
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but the result")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../../actions/runs/exportAction.ts")).exportAction));
}
