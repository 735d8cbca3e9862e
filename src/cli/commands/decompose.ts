import { Command, Option } from "commander";
import { lazily } from "../lazily.ts";
import { repeated, share, withCommon, withDialect } from "../options.ts";

const HELP = `
The data are the folder of spillway run --vary, whose settings are the factors, or a table with a column
for each factor and one of values; without columns world and agent a row is a world. The world is the unit: what its agents did becomes one number, the --quantity
(mean, share:value, polarization, entropy, equality, consensus-time, survival).

Examples:
  $ spillway run study.yaml --out runs/grid --vary model.agents.peers=0.2,0.9 --vary data.rounds=2,4
  $ spillway decompose runs/grid
  $ spillway decompose units.csv --factor persona --factor situation --levels random
  $ spillway decompose units.csv --factor persona --factor order --robustness order --picture shares.svg

--out writes CSV for a name that ends in .csv, JSON for .json.`;

/** `spillway decompose`. */
export function decomposeCommand(): Command {
  const command = withDialect(new Command("decompose"))
    .summary("how much is due to persons, situations and their interaction")
    .description("Split the variance of what happens in worlds among persons, situations and other factors.")
    .argument("<data>", "folder of a factorial study, or table with factors; - for standard input")
    .option("--factor <column>", "column with the levels of a factor; repeatable", repeated)
    .option("--value <column>", "column of values (default outcome, or the only one beside the factors)")
    .option("--quantity <name>", "what is asked of a world (default mean)")
    .addOption(
      new Option(
        "--levels <kind>",
        "these levels and no others, or a sample of many (default fixed)",
      ).choices(["fixed", "random"]),
    )
    .addOption(
      new Option(
        "--worlds <kind>",
        "names of worlds: of one cell each, counted anew in each, or alike where drawn alike (default separate; of a folder paired)",
      ).choices(["separate", "within", "paired"]),
    )
    .addOption(
      new Option("--weights <kind>", "each cell the same, or as its worlds (default cells)").choices([
        "cells",
        "worlds",
      ]),
    )
    .option("--robustness <factor>", "factor that should not matter; repeatable", repeated)
    .option("--confidence <number>", "confidence of intervals, between 0 and 1 (default 0.95)", share)
    .option("--picture <file>", "draw it into this SVG or PNG file")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/decomposeAction.ts")).decomposeAction));
  return withCommon(command, "file for the result");
}
