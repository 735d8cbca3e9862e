import { Command } from "commander";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { exportTrace, wantTracePlace } from "../../trace/exportTrace.ts";
import type { SentSpans } from "../../trace/sendSpans.ts";
import { spanDocument } from "../../trace/spanBatches.ts";
import { traceAddress } from "../../trace/traceAddress.ts";
import { traceRun } from "../../trace/traceRun.ts";
import { withCommon } from "../options.ts";
import { type CommonOptions, emit, output } from "../output.ts";
import { plainText } from "../text/textTable.ts";

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

interface TraceOptions extends CommonOptions {
  readonly to?: string;
  readonly content?: boolean;
}

/** `spillway trace`. */
export function traceCommand(): Command {
  const command = new Command("trace")
    .summary("export a run as OpenTelemetry spans")
    .description("Export a run as OpenTelemetry spans.")
    .argument("<folder>", "folder of the run")
    .option("--to <url>", "send the spans to a collector: OTLP over HTTP, http://localhost:4318")
    .option("--content", "include what agents heard, said and answered, and why calls failed")
    .addHelpText("after", HELP)
    .action(action);
  return withCommon(command, "write the spans to this file");
}

async function action(folder: string, options: TraceOptions): Promise<void> {
  const { to, out, content = false } = options;
  if (to !== undefined && out !== undefined)
    throw new SpillwayError("trace: --to and --out are two places: give one of them");
  if (to !== undefined) traceAddress(to);
  if (to === undefined && (out === undefined || out === "-")) {
    for await (const piece of spanDocument(traceRun(folder, { content }))) {
      if (!process.stdout.write(piece)) await new Promise((resolve) => process.stdout.once("drain", resolve));
    }
    return;
  }
  const place = to ?? out!;
  const sent = await sendTrace(folder, place, content, options);
  emit({ data: { to: place, ...sent }, text: () => sentWords(sent, place) }, withoutOut(options));
}

/**
 * Exports a run and says when it has to wait.
 *
 * @throws SpillwayError when spans were rejected, and as exportTrace.
 */
async function sendTrace(
  folder: string,
  to: string,
  content: boolean,
  options: CommonOptions,
): Promise<SentSpans> {
  const { note } = output(options);
  const sent = await exportTrace(folder, {
    to,
    content,
    onWait: (because, ms) => note(plainText(`${because}; trying again in ${Math.ceil(ms / 1000)} s`)),
  });
  if (sent.rejected > 0) {
    const why = sent.because === undefined ? "" : `: ${sent.because}`;
    throw new SpillwayError(`trace: ${to} rejected ${sent.rejected} of ${sent.spans} spans${why}`, {
      kind: "failure",
    });
  }
  return sent;
}

/** A run with `--otel`: looks at the place first, runs, and then exports what there is of the run, complete or not. */
export async function withTrace(
  { otel, ...options }: CommonOptions & { readonly otel?: string; readonly out: string },
  run: () => Promise<void>,
): Promise<void> {
  if (otel !== undefined) wantTracePlace(otel);
  await run();
  if (otel === undefined) return;
  try {
    output(options).note(sentWords(await sendTrace(options.out, otel, false, options), otel));
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    throw new SpillwayError(
      `the run is safe in ${options.out}, but its trace is not exported: ${cause.message}; spillway trace exports it later`,
      { kind: "failure", cause },
    );
  }
}

/** What was sent where, in words. */
function sentWords({ spans, requests }: SentSpans, to: string): string {
  return requests === 0
    ? `${spans} spans written to ${to}`
    : `${spans} spans sent to ${to} in ${requests} request${requests === 1 ? "" : "s"}`;
}

function withoutOut({ json, quiet }: CommonOptions): CommonOptions {
  return { ...(json ? { json } : {}), ...(quiet ? { quiet } : {}) };
}
