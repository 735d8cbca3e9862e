import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { floor, wholeNumber, withAllowedFiles, withCommon, withSeed } from "../options.ts";

const HELP = `
Seals who is treated (design, seed, assignment), exposure, questions, estimators, intervals,
exclusions, outcome and missing outcomes, stopping, prompts, models and the content of the files that
the study names into one document, under the headings of OSF and AsPredicted, with a hash. No agent
is called. No key is written: settings and addresses are shown without them.

run, estimate and report list every deviation from it:
  $ spillway preregister study.yaml --out preregistration.md
  $ spillway run study.yaml --out runs/first --preregistration preregistration.md

--diagnose simulates the study before, and seals what it finds; --diagnosis seals the diagnosis that
spillway diagnose has written with --json --out diagnosis.json.`;

/** `spillway preregister`. */
export function preregisterCommand(): Command {
  const command = new Command("preregister")
    .summary("seal a study into a preregistration with a hash")
    .description("Seal a study into a preregistration with a hash.")
    .argument("<study>", "study file (YAML or JSON), - for standard input")
    .option("--missing <share>", "share of outcomes that may be missing, 0 to 1 (default 0)", floor)
    .option(
      "--diagnose <simulations>",
      "simulate so many experiments, and seal what is found",
      wholeNumber(2),
    )
    .option("--diagnosis <file>", "seal this diagnosis: JSON of spillway diagnose")
    .option("--workers <number>", "threads for the simulation (default 1)", wholeNumber(1))
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/preregisterAction.ts")).preregisterAction));
  return withCommon(
    withSeed(withAllowedFiles(command), "seed instead of the study's"),
    "file for the document (default: printed)",
  );
}
