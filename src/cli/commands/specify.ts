import { Command, Option } from "commander";
import { lazily } from "../lazily.ts";
import { repeated, share, wholeNumber, withAllowedFiles, withCommon, withSeed } from "../options.ts";

const HELP = `
Tests, from the coarsest to the finest, that outcomes depend on the assignment through nothing, the own
arm, the own arm and any treated in-neighbour, counts, shares by weight, and counts in further networks,
each by randomization under the study's design. Tests are closed: the chance that any true hypothesis is
rejected is at most alpha. The study's own exposure mapping is tested beside them.

Examples:
  $ spillway specify study.yaml runs/first
  $ spillway specify study.yaml
  $ spillway specify study.yaml units.csv --alpha 0.1 --out specification.csv

With the folder of a run, specification.json is written into it, and the report gets a section.`;

/** `spillway specify`. */
export function specifyCommand(): Command {
  const command = new Command("specify")
    .summary("test whether the exposure mapping is right, by nested hypotheses")
    .description("Test whether the exposure mapping is right, by nested hypotheses.")
    .argument("<study>", "study file")
    .argument(
      "[data]",
      "unit table, or folder of a finished run; - for standard input; without it, the hypotheses are listed",
    )
    .option("--alpha <level>", "level of the closed tests, between 0 and 1 (default 0.05)", share)
    .option(
      "--draws <number>",
      "assignments drawn where they cannot be listed (default 999)",
      wholeNumber(19),
    )
    .addOption(
      new Option(
        "--method <way>",
        "keep the exposure of focal agents, or compare assignments in pairs (default auto, by the design)",
      ).choices(["auto", "focal", "pairs"]),
    )
    .option("--also <name=file>", "a further network among the same agents; repeatable", repeated)
    .option("--round <round>", "number of a round, name of its period, or all")
    .option("--world <number>", "number of a world (default: all, together)", wholeNumber(0))
    .option(
      "--outcome <name>",
      "outcome of the study, or column of the table (answer.vote, answer.vote=yes); repeatable (default: all of the study, at alpha over their number)",
      repeated,
    )
    .option(
      "--allow-unlikely-arms",
      "test although the design can hardly have assigned these arms, with a note",
    )
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/specifyAction.ts")).specifyAction));
  withSeed(command, "seed of draws and focal agents (default: the study's)");
  return withCommon(withAllowedFiles(command), "file for the table: .json, .csv or text");
}
