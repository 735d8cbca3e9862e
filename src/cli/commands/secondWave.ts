import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { amount, repeated, wholeNumber } from "../options.ts";

const HELP = `
Of the pilot it takes the spread of outcomes and how alike neighbours are, chooses the design with the
smallest expected standard error, and the fewest worlds that reach the wanted one. The main study has a seed
of its own and is analysed alone. Fix the rule before the pilot: secondWave in the study, which preregister
seals, or these options; the result names its SHA-256.

Example:
  $ spillway second-wave study.yaml --pilot runs/pilot --design '{"kind":"complete","treated":20}' \\
      --design graph-cluster --se 0.2 --worlds 20 --out main.yaml`;

/** `spillway second-wave`. */
export function secondWaveCommand(): Command {
  return new Command("second-wave")
    .summary("choose design and size of a main study by a pilot")
    .description("Choose design and size of a main study by a pilot, and write its study file.")
    .argument("<study>", "study file")
    .requiredOption("--pilot <folder>", "folder of the finished pilot, with the same network")
    .option(
      "--design <json|kind>",
      "design to choose from; repeatable (default: the rule of the study, secondWave)",
      repeated,
    )
    .option("--contrast <name>", "contrast of the study (default the first)")
    .option("--se <number>", "wanted standard error, in units of the outcome (default: all worlds)", amount)
    .option("--worlds <number>", "the most worlds of the main study (default the study's)", wholeNumber(1))
    .requiredOption("--out <file>", "file for the main study")
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but the result")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/secondWaveAction.ts")).secondWaveAction));
}
