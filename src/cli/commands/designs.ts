import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { withAllowedFiles, withCommon, withComparison } from "../options.ts";

const HELP = `
Lists the kinds that a study can name: designs, exposures, estimators, agents, networks, channels,
schedules. With a kind: its settings, with their types and defaults.

With --network or --study, compares designs there, for each contrast and for the global average
treatment effect (GATE, row "global"): population, expected and effective sample sizes, minimum
probabilities, standard errors, the minimum detectable effect (MDE) and the worst case, followed by
advice in words. Without --design, compares the designs that need nothing but a network.

Examples:
  $ spillway designs
  $ spillway designs graph-cluster
  $ spillway designs --network edges.csv --picture designs.svg
  $ spillway designs --network edges.csv --exposure '{"kind":"share-treated"}' \\
      --contrast more=high:low --design bernoulli --design '{"kind":"graph-cluster","resolution":2}'
  $ spillway designs --study study.yaml
  $ spillway designs --network edges.csv --resolutions auto --spillover 0.3 --picture curve.svg`;

/** `spillway designs`. */
export function designsCommand(): Command {
  const command = new Command("designs")
    .summary("list the kinds, or compare designs on a network")
    .description("List the kinds that a study can name, or compare designs on a network.")
    .argument("[kind]", "show the settings of this kind")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/designsAction.ts")).designsAction));
  return withCommon(
    withAllowedFiles(withComparison(command)),
    "write to this file instead; .json for JSON, .csv for CSV",
  );
}
