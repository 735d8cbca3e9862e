import { blankKeys } from "../agents/endpoint/blankKeys.ts";
import { connectionFault } from "../agents/endpoint/connectionFault.ts";
import { readBody } from "../agents/endpoint/readBody.ts";
import { retryAfter } from "../agents/endpoint/retryAfter.ts";
import { timeLimit } from "../agents/endpoint/timeLimit.ts";
import { present } from "../core/present.ts";
import { rng } from "../core/rng.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Alarm } from "../run/Alarm.ts";
import { backOff } from "../run/calls/backOff.ts";
import { systemAlarm } from "../run/systemAlarm.ts";
import type { AnyIterable, SpanBatch } from "./spanBatches.ts";
import { traceAddress, traceHeaders } from "./traceAddress.ts";

export interface SendSpansOptions {
  /** Address of a collector: `http://localhost:4318`. */
  readonly to: string;
  /** Where headers and keys are looked up. Default: the environment of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The timer of waits. Default: that of the machine. */
  readonly alarm?: Alarm;
  /** Told before each wait, with its length in milliseconds. */
  readonly onWait?: (because: string, ms: number) => void;
}

/** What was sent. */
export interface SentSpans {
  readonly spans: number;
  readonly requests: number;
  /** Spans that the other side took note of and threw away, and why. */
  readonly rejected: number;
  readonly because?: string;
}

const TRIES = 6;
const SECONDS = 30;
/** Waits that are longer are for people to decide on. */
const LONGEST_WAIT = 600_000;
const LONGEST_ANSWER = 100_000;
/** OTLP says which answers mean that the same request may be made again. */
const AGAIN: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * Sends spans to a collector, OTLP over HTTP as JSON, one request after the other. A request that the other side could not serve is
 * made again, after the wait that it asks for or 2, 4, 8 … seconds, five times at most.
 *
 * @throws SpillwayError for an address that is none, and when a request comes to nothing; with no key in its message.
 */
export async function sendSpans(
  batches: AnyIterable<SpanBatch>,
  options: SendSpansOptions,
): Promise<SentSpans> {
  const { to, environment = process.env, alarm = systemAlarm, onWait } = options;
  const url = traceAddress(to);
  const given = traceHeaders(environment);
  const headers = { ...given, "content-type": "application/json" };
  const clean = blankKeys(
    Object.values(given).flatMap((value) => [value, ...value.split(" ")]),
    environment,
  );
  const stream = rng("trace");
  let spans = 0;
  let requests = 0;
  let rejected = 0;
  let because: string | undefined;
  for await (const batch of batches) {
    for (let tries = 1; ; tries++) {
      const fault = await post(url, headers, batch.text, clean);
      if ("taken" in fault) {
        rejected += fault.taken.rejected;
        because ??= fault.taken.because;
        break;
      }
      const wait = fault.wait ?? backOff(tries, stream.fork(requests).fork(tries));
      if (!fault.again || tries === TRIES || wait > LONGEST_WAIT) {
        const after = tries === 1 ? "" : ` (${tries} times)`;
        const sent = spans === 0 ? "" : `; ${spans} spans were sent before, and sending again does no harm`;
        throw new SpillwayError(`${fault.message}${after}${sent}`, { kind: "failure" });
      }
      onWait?.(fault.message, wait);
      await new Promise<void>((resolve) => void alarm(wait, resolve));
    }
    requests++;
    spans += batch.spans;
  }
  return { spans, requests, rejected, ...present({ because }) };
}

type Posted =
  | { readonly taken: { readonly rejected: number; readonly because?: string } }
  | { readonly message: string; readonly again: boolean; readonly wait?: number };

async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  text: string,
  clean: (text: string) => string,
): Promise<Posted> {
  const who = `trace: ${url}`;
  const limit = timeLimit(SECONDS);
  let response: Response;
  let body: string;
  try {
    response = await fetch(url, {
      method: "POST",
      headers,
      body: text,
      signal: limit.signal,
      redirect: "manual",
    });
    body = clean((await readBody(response, LONGEST_ANSWER)) ?? "");
  } catch (thrown) {
    const { kind, message } = limit.fault(who) ?? connectionFault(who, thrown, clean);
    return { message: `${message}: is a collector listening there?`, again: kind !== "stop" };
  } finally {
    limit.end();
  }
  const { status } = response;
  if (status >= 200 && status < 300) return { taken: partialSuccess(body) };
  const words = wordsOf(body);
  const wait = retryAfter((name) => response.headers.get(name));
  return {
    message: `${who} answered with status ${status}${words === "" ? "" : `: ${words}`}${remedy(status)}`,
    again: AGAIN.has(status),
    ...present({ wait }),
  };
}

function remedy(status: number): string {
  if (status === 401 || status === 403)
    return "; a key goes into the environment variable OTEL_EXPORTER_OTLP_HEADERS";
  if (status === 404 || status === 405)
    return "; is it the address of a collector, which takes OTLP over HTTP at port 4318?";
  if (status === 415) return "; does it take OTLP as JSON?";
  return "";
}

/** Spans that were rejected although the request was taken. */
function partialSuccess(body: string): { rejected: number; because?: string } {
  const { partialSuccess: part } = fieldsOf(parsed(body));
  const { rejectedSpans, errorMessage } = fieldsOf(part);
  const rejected = Number(rejectedSpans ?? 0);
  if (!(rejected > 0)) return { rejected: 0 };
  return { rejected, ...(typeof errorMessage === "string" ? { because: errorMessage.slice(0, 300) } : {}) };
}

function wordsOf(body: string): string {
  const { message } = fieldsOf(parsed(body));
  return (typeof message === "string" ? message : body).trim().slice(0, 300);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
