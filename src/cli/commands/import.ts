import { Command } from "commander";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { readText } from "../../log/files/readText.ts";
import { formatUnits } from "../../log/units/formatUnits.ts";
import { panelToUnits } from "../../log/units/panelToUnits.ts";
import { withCommon } from "../options.ts";
import { type CommonOptions, emit } from "../output.ts";

const PANEL_HELP = `
Staggered experiments are often stored as two wide tables with the same columns: the id of the
agent first, then one column per period, with arms (names or 0, 1, …) in one table and outcomes in
the other. The unit table has one row per agent and period: the number of the period from 0 as
round, its name as covariate period.

Example:
  $ spillway import panel --arms arms.csv --outcomes outcomes.csv --out units.csv`;

interface PanelOptions extends CommonOptions {
  readonly arms: string;
  readonly outcomes: string;
  readonly armNames?: string;
}

/** `spillway import`. */
export function importCommand(): Command {
  return new Command("import")
    .summary("make a unit table from other systems' files")
    .description("Make a unit table from other systems' files.")
    .addCommand(panelCommand());
}

function panelCommand(): Command {
  const command = new Command("panel")
    .summary("two wide tables of arms and outcomes, one column per period")
    .description("Make a unit table from two wide tables, one column per period.")
    .requiredOption("--arms <file>", "table of arms; - for standard input")
    .requiredOption("--outcomes <file>", "table of outcomes; - for standard input")
    .option("--arm-names <names>", "names of the arms, separated by commas (default control,treated)")
    .addHelpText("after", PANEL_HELP)
    .action(async (options: PanelOptions) => {
      const { arms, outcomes, armNames = "control,treated" } = options;
      if (arms === "-" && outcomes === "-")
        throw new SpillwayError("import: only one of --arms and --outcomes can be standard input");
      const names = armNames.split(",").map((name) => name.trim());
      if (names.length < 2 || names.some((name) => name === ""))
        throw new SpillwayError(`import: --arm-names must be at least two names, got "${armNames}"`);
      const units = panelToUnits({
        arms: await readText(arms),
        outcomes: await readText(outcomes),
        armNames: names,
        armsFile: arms,
        outcomesFile: outcomes,
      });
      const csv = (): string => formatUnits(units);
      emit({ data: { units }, text: csv, csv }, options);
    });
  return withCommon(command, "file for the unit table (units.csv)");
}
