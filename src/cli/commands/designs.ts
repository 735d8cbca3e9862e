import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { withCommon, withComparison } from "../options.ts";

const HELP = `
Everything that a study can name by its kind: designs, exposures, estimators, agents, networks,
channels, schedules.
With a kind: its settings, with their types and defaults.

With --network or --study: what each design promises there, for each contrast and for the effect
of treating everybody (global): agents in both conditions, expected counts, standard errors, the
worst case; with an advice in words. Without --design, the designs that need nothing but a network.

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
    .summary("what there is: designs, exposures, estimators, agents, networks, channels, schedules")
    .description("List what a study can name by its kind.")
    .argument("[kind]", "show the settings of this kind")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/designsAction.ts")).designsAction));
  return withCommon(withComparison(command), "write to this file instead; .json for JSON, .csv for CSV");
}
