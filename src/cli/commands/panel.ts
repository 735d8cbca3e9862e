import { Command, InvalidArgumentError } from "commander";
import { lazily } from "../lazily.ts";
import { share, wholeNumber, withCommon, withDialect, withNetworkFile, withSeed } from "../options.ts";

const HELP = `
The panel has a row for each agent and period: agent, period (or round), outcome, and who is treated: adopted,
the period from which on (empty: never), or arm, as unit tables have it, or a table of its own with --adoption.
Wide tables are made long by spillway import panel.

Examples:
  $ spillway panel panel.csv --design '{"kind":"rollout","probability":[0.1,0.2,0.5]}'
  $ spillway panel panel.csv --design rollout.yaml --network edges.csv --directed --baseline t0

--out writes CSV for a name that ends in .csv, JSON for .json.`;

/** `spillway panel`. */
export function panelCommand(): Command {
  const command = withDialect(withNetworkFile(new Command("panel"), false))
    .summary("effects of a staggered roll-out, and which estimator to believe")
    .description("Effects of a staggered roll-out, and which estimator to believe, or that none may be.")
    .argument("<panel>", "table of agents, periods and outcomes; - for standard input")
    .requiredOption("--design <json|file>", "the roll-out: inline JSON of the design rollout, or a file")
    .option("--adoption <file>", "table of agent and adopted, where the panel does not say who adopts when")
    .option(
      "--stages <periods>",
      "periods with which stages begin, with commas between (default: those in which anybody adopts)",
      names,
    )
    .option(
      "--baseline <periods>",
      "periods that changes are counted from, with commas between (default: all before anybody adopts)",
      names,
    )
    .option("--confidence <number>", "confidence of intervals, between 0 and 1 (default 0.95)", share)
    .option("--redraws <number>", "redraws of the roll-out, at least 100 (default 500)", wholeNumber(100))
    .option("--message-passing", "fit causal message passing with its cross-validation, too (slow)")
    .option("--no-cells", "leave out effects by cohort, period and exposure")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/panelAction.ts")).panelAction));
  withSeed(command, "seed of redraws and batches (default 1)");
  return withCommon(command, "file for the result");
}

/** Names with commas between them. */
function names(text: string): readonly string[] {
  const found = text.split(",").map((name) => name.trim());
  if (found.includes(""))
    throw new InvalidArgumentError("It must be names of periods with commas between them.");
  return found;
}
