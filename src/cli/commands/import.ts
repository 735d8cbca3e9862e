import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { withCommon, withDialect } from "../options.ts";

const PANEL_HELP = `
Staggered experiments are often stored as two wide tables with the same columns: the id of the
agent first, then one column per period, with arms (names or 0, 1, …) in one table and outcomes in
the other. The unit table has one row per agent and period: the number of the period from 0 as
round, its name as covariate period.

Example:
  $ spillway import panel --arms arms.csv --outcomes outcomes.csv --out units.csv`;

/** `spillway import`. */
export function importCommand(): Command {
  return new Command("import")
    .summary("make a unit table from other systems' files")
    .description("Make a unit table from other systems' files.")
    .addCommand(panelCommand());
}

function panelCommand(): Command {
  const command = withDialect(new Command("panel"))
    .summary("two wide tables of arms and outcomes, one column per period")
    .description("Make a unit table from two wide tables, one column per period.")
    .requiredOption("--arms <file>", "table of arms; - for standard input")
    .requiredOption("--outcomes <file>", "table of outcomes; - for standard input")
    .option("--arm-names <names>", "names of the arms, separated by commas (default control,treated)")
    .addHelpText("after", PANEL_HELP)
    .action(lazily(async () => (await import("../actions/importAction.ts")).importAction));
  return withCommon(command, "file for the unit table (units.csv)");
}
