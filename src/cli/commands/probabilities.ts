import { Command } from "commander";
import { conditionSummary } from "../../experiment/conditionSummary.ts";
import { probabilitiesData, probabilitiesFiles } from "../../experiment/estimates/probabilitiesFiles.ts";
import { type ExperimentOptions, experimentOf, withCommon, withExperiment } from "../options.ts";
import { emit } from "../output.ts";
import { short } from "../text/estimatesTable.ts";
import { probabilitiesInWords } from "../text/probabilitiesInWords.ts";
import { textTable } from "../text/textTable.ts";

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
    .action(async (options: ExperimentOptions) => {
      const found = await probabilitiesFiles(experimentOf(options));
      const simulated = found.method === "monte-carlo";
      const text = (): string => {
        const rows = conditionSummary(found).map((one) => [
          one.condition,
          short(one.expected),
          short(one.min),
          short(one.median),
          short(one.max),
          String(one.impossible.length),
          ...(simulated ? [String(found.unseen(one.condition).length)] : []),
        ]);
        const table = textTable(
          [
            "condition",
            "expected n",
            "min. probability",
            "median",
            "max.",
            "impossible for",
            ...(simulated ? ["unseen for"] : []),
          ],
          rows,
          [1, 2, 3, 4, 5, 6],
        );
        return `${found.network.n} agents, probabilities ${probabilitiesInWords(found)}\n\n${table}`;
      };
      emit({ data: probabilitiesData(found), text }, options);
    });
  return withCommon(withExperiment(command), "write to this file instead; .json for JSON");
}
