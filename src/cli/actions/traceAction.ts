import { SpillwayError } from "../../core/SpillwayError.ts";
import { exportTrace, wantTracePlace } from "../../trace/exportTrace.ts";
import type { SentSpans } from "../../trace/sendSpans.ts";
import { spanDocument } from "../../trace/spanBatches.ts";
import { traceAddress } from "../../trace/traceAddress.ts";
import { traceRun } from "../../trace/traceRun.ts";
import { type CommonOptions, emit, output } from "../output.ts";
import { plainText } from "../text/plainText.ts";

interface TraceOptions extends CommonOptions {
  readonly to?: string;
  readonly content?: boolean;
}

/** What `spillway trace` does. */
export async function traceAction(folder: string, options: TraceOptions): Promise<void> {
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
