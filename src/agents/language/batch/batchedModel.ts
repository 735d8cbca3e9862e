import { canonicalJson } from "../../../core/canonicalJson.ts";
import { present } from "../../../core/present.ts";
import { sha256 } from "../../../core/sha256.ts";
import { AgentFault } from "../../AgentFault.ts";
import { blankKeys } from "../../endpoint/blankKeys.ts";
import { type Complaint, httpFault } from "../../endpoint/httpFault.ts";
import { chatReply } from "../chatReply.ts";
import { chatRequest, keysOf } from "../chatRequest.ts";
import type { EndpointSettings } from "../endpointSettings.ts";
import type { LanguageModel, LanguageReply, LanguageRequest } from "../LanguageModel.ts";
import { turnsDown, UNHELD } from "../openaiCompatible.ts";
import { settingRemedy } from "../settingRemedy.ts";
import { anthropicBatches } from "./anthropicBatches.ts";
import type { BatchItem, BatchResults } from "./BatchEndpoint.ts";
import { type BatchLine, batchRecord, type RecordedBatch } from "./batchRecord.ts";
import type { BatchSettings } from "./batchSettings.ts";
import type { BatchWire } from "./batchText.ts";
import { openaiBatches } from "./openaiBatches.ts";

interface BatchedOptions {
  /** File in which batches are noted, in the run's folder. */
  readonly record: string;
  /** Seconds that one request to the endpoint may take; the batch may take as long as it does. */
  readonly timeout: number;
  /** Asks for something to be called when the run has ended. */
  readonly onClose?: ((close: () => void) => void) | undefined;
}

/** A call that waits for its batch. */
interface Ask {
  readonly key: string;
  readonly request: LanguageRequest;
  readonly resolve: (reply: LanguageReply) => void;
  readonly reject: (fault: unknown) => void;
}

/** Milliseconds without a further call after which those that came together are sent: a round asks all its agents at once. */
const GATHER = 100;
/** Requests and bytes of one batch at most: the smaller of what providers take. */
const REQUESTS = 50_000;
const BYTES = 100_000_000;
/** Looks in a row that may fail before the calls are given back to the run. */
const LOOKS = 20;

/**
 * A language model whose calls go in batches: those that come together, which are those of a round, are one. A batch stands in
 * the record before it is sent, and its id before it is waited for; a call that stands there is not sent again but waits for its
 * batch, so a run that was killed goes on without losing or doubling a call. A request that a batch leaves without an answer, or with a fault, is thrown as
 * the fault of a single call would be, and its next attempt goes with the next batch.
 */
export function batchedModel(
  endpoint: EndpointSettings & { readonly batch: BatchSettings },
  { record: path, timeout, onClose }: BatchedOptions,
): LanguageModel {
  const { batch, model: who } = endpoint;
  const { poll = 30 } = batch;
  const clean = (text: string): string => blankKeys(keysOf(endpoint, process.env), process.env)(text);
  const wire: BatchWire = {
    who,
    base: baseOf(endpoint.url),
    headers: () => headersOf(endpoint),
    clean,
    timeout,
  };
  const there = batch.form === "openai" ? openaiBatches(wire) : anthropicBatches(wire);
  let opened: ReturnType<typeof batchRecord> | undefined;
  const record = (): ReturnType<typeof batchRecord> => {
    opened ??= batchRecord(path);
    return opened;
  };
  const failed = new Set<string>();
  const wakes = new Set<() => void>();
  let structured = endpoint.structured !== false;
  let gathered: Ask[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  onClose?.(() => {
    closed = true;
    clearTimeout(timer);
    for (const wake of wakes) wake();
  });

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(waiting);
        wakes.delete(wake);
        resolve();
      };
      const waiting = setTimeout(wake, ms);
      wakes.add(wake);
    });
  /** Looks until there is something; a look that fails for now is made again. */
  const until = async <Value>(look: () => Promise<Value | undefined>): Promise<Value> => {
    for (let bad = 0; ; ) {
      if (closed)
        throw new AgentFault("timeout", `${who}: the run ended before its batch`, { unsure: false });
      try {
        const value = await look();
        if (value !== undefined) return value;
        bad = 0;
      } catch (thrown) {
        const passing = thrown instanceof AgentFault && (thrown.kind === "wait" || thrown.kind === "timeout");
        if (!passing || ++bad >= LOOKS) throw thrown;
      }
      await sleep(poll * 1000);
    }
  };
  const gather = (asks: readonly Ask[]): void => {
    gathered.push(...asks);
    // Attempts after a fault come apart from each other; they are waited for, to be one batch again.
    const wait = gathered.some(({ key }) => failed.has(key)) ? poll * 1000 : GATHER;
    clearTimeout(timer);
    timer = setTimeout(flush, wait);
  };
  const flush = (): void => {
    const asks = gathered;
    gathered = [];
    const known = new Map<RecordedBatch, Ask[]>();
    const fresh: Ask[] = [];
    try {
      for (const ask of asks) {
        const one = record().of(ask.key);
        if (one) known.set(one, [...(known.get(one) ?? []), ask]);
        else fresh.push(ask);
      }
    } catch (cause) {
      giveBack(asks, cause);
      return;
    }
    for (const [one, of] of known) void settle(one, of).catch((cause) => giveBack(of, cause));
    for (const part of inParts(fresh.map((ask) => [ask, itemOf(ask)] as const))) {
      const of = part.map(([ask]) => ask);
      const items = part.map(([, item]) => item);
      void send(of, items).catch((cause) => giveBack(of, cause));
    }
  };
  const itemOf = ({ key, request }: Ask): BatchItem => {
    const openai = batch.form === "openai";
    const { body } = chatRequest(endpoint, request, openai && structured, process.env);
    const schema = !openai && endpoint.structured === true ? request.schema : undefined;
    return { key, body: JSON.parse(body) as Record<string, unknown>, ...present({ schema }) };
  };
  const send = async (asks: readonly Ask[], items: readonly BatchItem[]): Promise<void> => {
    const keys = items.map(({ key }) => key);
    // Requests that are sent again are another batch.
    const name = sha256(`${record().sent}:${keys.join()}`).slice(0, 32);
    record().note({ type: "sent", name, keys });
    let id: string;
    try {
      id = await there.send(name, items);
    } catch (thrown) {
      // Turned down, it was not made; after anything else it is looked for.
      const none = thrown instanceof AgentFault && (thrown.kind === "stop" || thrown.busy === true);
      if (none) record().note({ type: "void", name });
      throw thrown;
    }
    record().note({ type: "batch", name, id });
    await settle({ name, keys, id }, asks);
  };
  const settle = async (one: RecordedBatch, asks: readonly Ask[]): Promise<void> => {
    let { id } = one;
    if (id === undefined) {
      const found = await until(async () => {
        const now = await there.find(one);
        return now === "later" ? undefined : now;
      });
      const line: BatchLine =
        found.id === undefined
          ? { type: "void", name: one.name }
          : { type: "batch", name: one.name, id: found.id };
      record().note(line);
      if (found.id === undefined) {
        gather(asks);
        return;
      }
      id = found.id;
    }
    const batchNow = id;
    const results = await until(() => there.results(batchNow));
    const ends = asks.map((ask) => ({ ask, end: endOf(ask, batchNow, results) }));
    const again = ends.flatMap(({ ask, end }) =>
      "fault" in end && end.fault.kind !== "invalid" && end.fault.kind !== "refused" ? [ask.key] : [],
    );
    if (again.length > 0) record().note({ type: "failed", keys: again });
    for (const key of again) failed.add(key);
    for (const { ask, end } of ends)
      if ("fault" in end) ask.reject(end.fault);
      else ask.resolve(end.reply);
  };
  const endOf = (
    { key, request }: Ask,
    id: string,
    results: BatchResults,
  ): { readonly reply: LanguageReply } | { readonly fault: AgentFault } => {
    const answer = results.answers.get(key);
    if (!answer) {
      const because = results.because === undefined ? "" : ` (${clean(results.because).slice(0, 300)})`;
      const words = `${who}: the batch ${id} brought no answer to this call${because}`;
      return { fault: new AgentFault("wait", words, { unsure: false, busy: false }) };
    }
    const held = batch.form === "openai" ? structured : endpoint.structured === true;
    const asked = held && request.schema !== undefined;
    const { schema: _, ...without } = request;
    const settingOf = (complaint: Complaint): string | undefined =>
      settingRemedy(complaint, asked ? request : without, endpoint);
    const { status, body } = answer;
    if (request.schema !== undefined && endpoint.structured === "auto" && turnsDown(status, body)) {
      structured = false;
      return {
        fault: new AgentFault(
          "wait",
          `${who}: the endpoint takes no JSON Schema: it is asked again without`,
          {
            retryAfter: 0,
          },
        ),
      };
    }
    try {
      if (status < 200 || status >= 300) throw httpFault(who, answer, clean, settingOf);
      const { maxTokens, stop } = request;
      const reply = chatReply(answer, { who, model: who, clean, settingOf, ...present({ maxTokens, stop }) });
      const unheld = request.schema !== undefined && !asked && endpoint.structured === "auto";
      return { reply: unheld ? { ...reply, warnings: [UNHELD] } : reply };
    } catch (thrown) {
      if (thrown instanceof AgentFault) return { fault: thrown };
      throw thrown;
    }
  };

  return {
    generate: (request) =>
      new Promise((resolve, reject) => {
        gather([{ key: sha256(canonicalJson(request)), request, resolve, reject }]);
      }),
  };
}

function giveBack(asks: readonly Ask[], cause: unknown): void {
  for (const { reject } of asks) reject(cause);
}

/** Requests in as few batches as providers take. */
function inParts(all: readonly (readonly [Ask, BatchItem])[]): (readonly [Ask, BatchItem])[][] {
  const parts: (readonly [Ask, BatchItem])[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const one of all) {
    const size = Buffer.byteLength(JSON.stringify(one[1])) + 200;
    if (bytes + size > BYTES || parts.at(-1)!.length >= REQUESTS) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)!.push(one);
    bytes += size;
  }
  return parts;
}

/** The address of the interface, whatever of it was given. */
function baseOf(given: string): string {
  const url = new URL(given);
  const path = url.pathname.replace(/\/{1,10}$/, "").replace(/\/(?:chat\/completions|messages)$/, "");
  return `${url.origin}${path}`;
}

/** The headers of a single call, with the key where the interface of batches wants it. */
function headersOf(endpoint: EndpointSettings & { readonly batch: BatchSettings }): Record<string, string> {
  const request = { callId: "batch", messages: [] };
  const { "content-type": _, ...headers } = chatRequest(endpoint, request, false, process.env).headers;
  if (endpoint.batch.form === "openai") return headers;
  const { authorization, ...rest } = headers;
  return {
    "anthropic-version": "2023-06-01",
    ...(authorization === undefined ? {} : { "x-api-key": authorization.replace(/^Bearer /, "") }),
    ...rest,
  };
}
