import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { withCommon } from "../options.ts";

const HELP = `
Exports a run, finished or not, as an OpenTelemetry trace (OTLP as JSON): one span for each call, with
the attributes of the conventions for generative AI and experiment.* attributes, one for each world
and one for the run. A second export writes the same spans. Messages and answers of agents are left
out unless --content is given.

Without --out or --to the spans go to standard output. A file that ends in .jsonl has several
documents, one on each line. If the collector needs a key, set the environment variable
OTEL_EXPORTER_OTLP_HEADERS (name=value,name=value).

Examples:
  $ spillway trace runs/first --out spans.json
  $ spillway trace runs/first --to http://localhost:4318`;

/** `spillway trace`. */
export function traceCommand(): Command {
  const command = new Command("trace")
    .summary("export a run as OpenTelemetry spans")
    .description("Export a run as OpenTelemetry spans.")
    .argument("<folder>", "folder of the run")
    .option("--to <url>", "send the spans to a collector: OTLP over HTTP, http://localhost:4318")
    .option("--content", "include what agents heard, said and answered, and why calls failed")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/traceAction.ts")).traceAction));
  return withCommon(command, "write the spans to this file");
}
