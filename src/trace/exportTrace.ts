import { wantArgument } from "../core/wantArgument.ts";
import { wantText } from "../core/wantText.ts";
import { wantOutputPlace } from "../log/files/outputPlace.ts";
import { writePieces } from "../log/files/writePieces.ts";
import { type SendSpansOptions, type SentSpans, sendSpans } from "./sendSpans.ts";
import { type SpanBatch, spanBatches, spanDocument } from "./spanBatches.ts";
import { traceAddress, traceHeaders } from "./traceAddress.ts";
import { traceRun } from "./traceRun.ts";

export interface ExportTraceOptions extends Partial<Omit<SendSpansOptions, "to">> {
  /** A file, or the address of a collector: see {@link isAddress}. */
  readonly to: string;
  /** Whether words of agents are told: what was heard, said and answered, and why calls failed. Default false. */
  readonly content?: boolean;
}

/** Whether a place for spans is an address rather than a file; `localhost:4318` is one that lacks its beginning. */
function isAddress(to: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(to) || /^[a-z0-9.-]+:\d{1,5}(\/|$)/i.test(to);
}

/** @throws SpillwayError for an address that cannot be one of a collector, and a file that cannot be written, before anything is done. */
export function wantTracePlace(
  to: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): void {
  if (!isAddress(to)) {
    wantOutputPlace(to);
    return;
  }
  traceAddress(to);
  traceHeaders(environment);
}

/**
 * Exports a run, complete or not, as a trace of OpenTelemetry: to a collector (OTLP over HTTP, as JSON) or into a file. A file is one
 * document of OTLP's trace data; one that ends in .jsonl has a document on each line, as collectors read files. Exporting
 * twice gives the same spans.
 *
 * @throws SpillwayError as traceRun and sendSpans, and when the file cannot be written.
 */
export async function exportTrace(out: string, options: ExportTraceOptions): Promise<SentSpans> {
  wantText("exportTrace", "the folder of a run", out);
  wantArgument("exportTrace", "options", options, { fields: ["to"] });
  const { to, content = false, ...rest } = options;
  const spans = traceRun(out, { content });
  if (isAddress(to)) return sendSpans(spanBatches(spans), { ...rest, to });
  let count = 0;
  const counted = (async function* (): typeof spans {
    for await (const span of spans) {
      count++;
      yield span;
    }
  })();
  await writePieces(to, to.endsWith(".jsonl") ? lines(spanBatches(counted)) : spanDocument(counted));
  return { spans: count, requests: 0, rejected: 0 };
}

async function* lines(batches: AsyncIterable<SpanBatch>): AsyncGenerator<string, void> {
  for await (const { text } of batches) yield `${text}\n`;
}
