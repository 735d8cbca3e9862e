import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { withCommon } from "../options.ts";

const HELP = `
Tells a run, finished or not, as a trace of OpenTelemetry (OTLP as JSON): a span for each call, with
the attributes of its conventions for generative AI and experiment.* beside them, one for each world
and one for the run. Exporting twice gives the same spans. What agents heard, said and answered is
left out unless --content is given.

Without --out or --to the spans go to standard output. A file that ends in .jsonl has several
documents, one on each line. A collector that wants a key finds it in the environment variable
OTEL_EXPORTER_OTLP_HEADERS (name=value,name=value).

Examples:
  $ spillway trace runs/first --out spans.json
  $ spillway trace runs/first --to http://localhost:4318`;

/** `spillway trace`. */
export function traceCommand(): Command {
  const command = new Command("trace")
    .summary("tell a run as a trace of OpenTelemetry")
    .description("Tell a run as a trace of OpenTelemetry.")
    .argument("<folder>", "folder of the run")
    .option("--to <url>", "send the spans to a collector: OTLP over HTTP, http://localhost:4318")
    .option("--content", "with what agents heard, said and answered, and why calls failed")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/traceAction.ts")).traceAction));
  return withCommon(command, "write the spans to this file");
}
