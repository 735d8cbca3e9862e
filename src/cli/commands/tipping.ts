import { Command, InvalidArgumentError, Option } from "commander";
import { lazily } from "../lazily.ts";
import { share, wholeNumber, withCommon, withExperiment } from "../options.ts";

const HELP = `
Draws networks in which so many missing ties are added, or false ones taken away, estimates again on each, and says
from how many on the estimate or its interval is on the other side of 0.

Of a finished run, or from files as spillway estimate takes them:
  $ spillway tipping runs/first --contrast spillover --errors missing
  $ spillway tipping --network edges.csv --design bernoulli --exposure any-treated --units units.csv \\
      --contrast spillover=indirect:none --errors false --where within --groups village

--out writes CSV for a name that ends in .csv, JSON for .json, a page with the picture for .html.`;

/** `spillway tipping`. */
export function tippingCommand(): Command {
  const command = withExperiment(
    new Command("tipping")
      .summary("how many wrong ties of the network move an estimate across 0")
      .description(
        "How many missing or false ties of the network move an estimate, or its interval, across 0.",
      )
      .argument("[run]", "folder of a finished run"),
    false,
  )
    .option("--units <file>", "unit table; - for standard input")
    .option(
      "--contrast <name=first:second>",
      "contrast of two conditions; of a run, the name of one of its study (default the first)",
    )
    .addOption(
      new Option("--errors <kind>", "what is wrong: ties that are missing, or false ones")
        .choices(["missing", "false"])
        .makeOptionMandatory(true),
    )
    .addOption(
      new Option(
        "--where <place>",
        "which ties err: all alike, by degree, within or across groups, between egos",
      )
        .choices(["anywhere", "degree", "within", "across", "egos"])
        .default("anywhere"),
    )
    .option("--groups <column>", "column of the unit table with the groups, for within and across")
    .option(
      "--rates <list>",
      "errors as shares of the observed ties of the kind (default 0.01,0.02,0.05,0.1,0.2,0.5)",
      ratesOf,
    )
    .option("--ties <list>", "numbers of wrong ties instead: 5,10,20", tiesOf)
    .option(
      "--simulations <number>",
      "networks for each number of ties, 20 to 10000 (default 100)",
      wholeNumber(20),
    )
    .option("--estimator <kind>", "estimator (default hajek; of a run, the first of its study)")
    .option("--confidence <number>", "confidence of intervals, between 0 and 1 (default 0.95)", share)
    .option("--round <round>", "number of a round, or name of its period")
    .option("--no-worst", "leave out the search for few ties that tip the estimate")
    .option("--picture <file>", "draw it into this SVG or PNG file")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/tippingAction.ts")).tippingAction));
  return withCommon(command, "file for the result");
}

function ratesOf(text: string): readonly number[] {
  const found = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (found.some((rate) => !(Number.isFinite(rate) && rate > 0)))
    throw new InvalidArgumentError("It must be numbers above 0 with commas between them: 0.01,0.1.");
  return found;
}

function tiesOf(text: string): readonly number[] {
  const found = text.split(",").map((part) => (/^\s*\d{1,9}\s*$/.test(part) ? Number(part) : 0));
  if (found.some((count) => count < 1))
    throw new InvalidArgumentError(
      "It must be whole numbers of at least 1 with commas between them: 5,10,20.",
    );
  return found;
}
