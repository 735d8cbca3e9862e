import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { withCommon, withExperiment } from "../options.ts";

const HELP = `
How likely each agent is in each condition, for experiments run anywhere. Exact where the design
and the exposure allow it, else simulated, with Monte Carlo errors. JSON has every agent, in the
order of "agents"; the table sums them up. Agents that can never be in a condition are listed
under "impossible"; those that merely were in none of the simulated assignments, so that it is rare
or impossible for them, under "unseen". With --draws auto there are 2,000 simulated assignments:
only estimates can tell how many they need.

Examples:
  $ spillway probabilities --network edges.csv --design bernoulli --exposure any-treated
  $ spillway probabilities --network edges.csv --agents agents.csv \\
      --design '{"kind":"complete","treated":40}' --exposure exposure.yaml --json`;

/** `spillway probabilities`. */
export function probabilitiesCommand(): Command {
  const command = new Command("probabilities")
    .summary("exposure probabilities of an experiment given as files")
    .description("Exposure probabilities of an experiment given as files.")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/probabilitiesAction.ts")).probabilitiesAction));
  return withCommon(withExperiment(command), "write to this file instead; .json for JSON");
}
