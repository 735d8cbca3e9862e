import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

type Fields = Readonly<Record<string, unknown>>;
type Messages = readonly { readonly role: string; readonly content: string }[];
/** What becomes of one request in a batch; undefined for an answer. */
export type BatchTrouble = "error" | "expired" | "invalid" | "garbage" | undefined;

export interface BatchServerOptions {
  readonly answer: (messages: Messages) => string;
  /** Asked for each request of each batch: how often the same was sent before, from 0. */
  readonly trouble?: (key: string, before: number) => BatchTrouble;
  /** How often a batch is looked at before it has ended; default 1. */
  readonly looks?: number;
  /**
   * Called for each request over HTTP, from 1, before and after it is worked on; true lets it hang for ever, as for a process that is killed.
   */
  readonly moment?: (number: number, when: "before" | "after") => boolean;
}

export interface BatchServer {
  readonly url: string;
  /** Contents of requests that were answered and are paid for, in their order. */
  readonly paid: readonly string[];
  readonly batches: number;
  readonly single: number;
  /** What the account has to pay, and what it would be without batches. */
  readonly cost: { readonly paid: number; readonly list: number };
  readonly requests: number;
  close(): Promise<void>;
}

const PRICE = { input: 1, output: 4 };

/** A server of this machine that speaks chat completions, and batches in OpenAI's and in Anthropic's form. */
export async function batchServer(options: BatchServerOptions): Promise<BatchServer> {
  const { answer, trouble = () => undefined, looks = 1, moment = () => false } = options;
  const files = new Map<string, string>();
  const batches: Record<string, unknown>[] = [];
  const looked = new Map<unknown, number>();
  const sent = new Map<string, number>();
  const paid: string[] = [];
  const cost = { paid: 0, list: 0 };
  let single = 0;
  let requests = 0;

  const pay = (messages: Messages, text: string, share: number): { input: number; output: number } => {
    const words = JSON.stringify(messages);
    const usage = { input: Math.ceil(words.length / 4), output: Math.ceil(text.length / 4) };
    const list = (usage.input * PRICE.input + usage.output * PRICE.output) / 1e6;
    paid.push(words);
    cost.list += list;
    cost.paid += list * share;
    return usage;
  };
  const completion = (body: Fields, share: number): Fields => {
    const messages = body.messages as Messages;
    const content = answer(messages);
    const { input, output } = pay(messages, content, share);
    return {
      object: "chat.completion",
      model: body.model,
      choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
      usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
    };
  };
  const message = (params: Fields): Fields => {
    const system = params.system === undefined ? [] : [{ role: "system", content: String(params.system) }];
    const all = [...system, ...(params.messages as Messages)];
    const text = answer(all);
    const { input, output } = pay(all, text, 0.5);
    return {
      type: "message",
      role: "assistant",
      model: params.model,
      content: [{ type: "text", text }],
      stop_reason: "end_turn",
      usage: { input_tokens: input, output_tokens: output },
    };
  };
  const before = (key: string): BatchTrouble => {
    const times = sent.get(key) ?? 0;
    sent.set(key, times + 1);
    return trouble(key, times);
  };
  const file = (lines: readonly unknown[]): string => {
    const id = `file-${files.size}`;
    files.set(id, lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"));
    return id;
  };
  const openaiBatch = (given: Fields): Fields => {
    const out: unknown[] = [];
    const errors: unknown[] = [];
    for (const line of files.get(String(given.input_file_id))!.split("\n").filter(Boolean)) {
      const { custom_id, body } = JSON.parse(line) as { custom_id: string; body: Fields };
      const kind = before(custom_id);
      const response = (status_code: number, inner: unknown): Fields => ({ status_code, body: inner });
      if (kind === "expired") errors.push({ custom_id, response: null, error: { code: "batch_expired" } });
      else if (kind === "error")
        errors.push({ custom_id, response: response(500, { error: { message: "oh" } }), error: null });
      else if (kind === "invalid")
        errors.push({ custom_id, response: response(400, { error: { message: "no" } }), error: null });
      else if (kind === "garbage") out.push('{"custom_id": "', [], 5, { custom_id: "other" });
      else out.push({ custom_id, response: response(200, completion(body, 0.5)), error: null });
    }
    return { metadata: given.metadata, output_file_id: file(out), error_file_id: file(errors) };
  };
  const anthropicBatch = (given: Fields): Fields => {
    const all = given.requests as readonly { custom_id: string; params: Fields }[];
    const lines = all.flatMap(({ custom_id, params }): unknown[] => {
      const kind = before(custom_id);
      const errored = (type: string): Fields => ({
        custom_id,
        result: { type: "errored", error: { type: "error", error: { type, message: "oh" } } },
      });
      if (kind === "expired") return [{ custom_id, result: { type: "expired" } }];
      if (kind === "error") return [errored("api_error")];
      if (kind === "invalid") return [errored("invalid_request_error")];
      if (kind === "garbage") return ['{"custom_id": "', []];
      return [{ custom_id, result: { type: "succeeded", message: message(params) } }];
    });
    return { results: file(lines), request_counts: { succeeded: all.length, errored: 0 } };
  };
  const state = (batch: Record<string, unknown>): Fields => {
    const times = looked.get(batch.id) ?? 0;
    looked.set(batch.id, times + 1);
    const ended = times >= looks;
    const { output_file_id: _, error_file_id: __, ...open } = batch;
    return {
      ...(ended ? batch : open),
      status: ended ? "completed" : "in_progress",
      processing_status: ended ? "ended" : "in_progress",
    };
  };
  const reply = (method: string, path: string, text: string): unknown => {
    const added = (more: Fields): Fields => {
      const batch = { id: `batch_${batches.length}`, created_at: new Date().toISOString(), ...more };
      batches.push(batch);
      return state(batch);
    };
    const [, id = "", rest = ""] = /batches\/([\w-]+)(\/results)?$/.exec(path) ?? [];
    const found = batches.find((one) => one.id === id);
    if (method === "POST" && path === "/v1/chat/completions") {
      single++;
      return completion(JSON.parse(text), 1);
    }
    if (method === "POST" && path === "/v1/files") {
      const lines = text.split(/\r?\n/).filter((line) => line.startsWith('{"custom_id"'));
      return { id: file(lines) };
    }
    if (method === "POST" && path === "/v1/batches") return added(openaiBatch(JSON.parse(text)));
    if (method === "POST" && path === "/v1/messages/batches") return added(anthropicBatch(JSON.parse(text)));
    if (path === "/v1/batches" || path === "/v1/messages/batches") return { data: batches.map(state) };
    if (found && rest !== "") return files.get(String(found.results));
    if (found) return state(found);
    return files.get(/files\/([\w-]+)\/content$/.exec(path)?.[1] ?? "");
  };
  const server = createServer((request, response) => {
    void bodyOf(request).then((text) => {
      const number = ++requests;
      if (moment(number, "before")) return;
      const found = reply(request.method ?? "", request.url?.split("?")[0] ?? "", text);
      if (moment(number, "after")) return;
      response.writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" });
      response.end(
        typeof found === "string" ? found : JSON.stringify(found ?? { error: { message: "none" } }),
      );
    });
  });
  // A connection that the server drops while a call begins is a fault of the connection, and none that a test asks for.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    paid,
    cost,
    get batches() {
      return batches.length;
    },
    get single() {
      return single;
    },
    get requests() {
      return requests;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
