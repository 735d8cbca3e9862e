import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { withCommon, withExperiment } from "../options.ts";

const HELP = `
Computes every agent's probability of each condition, for experiments run anywhere. Probabilities are
exact where design and exposure allow it, else simulated, with Monte Carlo errors. JSON lists every
agent, in the order of "agents"; the table summarizes. "impossible" lists the agents that can never
be in a condition (no positivity); "unseen" lists those that were in the condition in none of the
simulated assignments, so that it is rare or impossible for them. --draws auto simulates 2,000
assignments: only estimates show how many they need.

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
