import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { type Rng, rng } from "../../src/core/rng.ts";
import { conversationFault } from "./conversationFault.ts";
import { FAULTS, type Fault, send } from "./faultServerFaults.ts";

/** What a server sends of its own: text as it is, anything else as JSON. */
export interface OwnReply {
  /** Default 200. */
  readonly status?: number;
  /** Default application/json. */
  readonly type?: string;
  readonly body: unknown;
}

/** One request as the server sees it. */
export interface ServedCall {
  /** The header `x-client-request-id`, which is the same for every attempt at a call; else "". */
  readonly id: string;
  /** From 1. */
  readonly attempt: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: {
    readonly model?: string;
    readonly messages?: readonly { readonly role: string; readonly content: string }[];
    readonly seed?: number;
    readonly [field: string]: unknown;
  };
}

export interface FaultServerOptions {
  /** The text of an answer. Default: "ok". */
  readonly answer?: (call: ServedCall) => string;
  /** What goes wrong with a request; undefined for nothing. Takes the place of `rate` and `kinds`. */
  readonly fault?: (call: ServedCall) => Fault | undefined;
  /** What goes out in place of the whole completion; undefined for the completion, or the fault. */
  readonly reply?: (call: ServedCall, whole: Readonly<Record<string, unknown>>) => OwnReply | undefined;
  /** Share of the requests with a fault, drawn for each attempt at each call from its own stream; default 0. */
  readonly rate?: number;
  /** The faults drawn from, equally; default 429, 500, reset, truncated and wrong JSON. */
  readonly kinds?: readonly Fault[];
  readonly seed?: number | string;
  /** Name of the model that answers; default the one asked for. */
  readonly model?: (call: ServedCall) => string;
  /** What it says of its configuration; default fp_test. */
  readonly fingerprint?: (call: ServedCall) => string;
  /** Milliseconds before each answer; default 0. */
  readonly delay?: (call: ServedCall) => number;
  /** Sends the body in so many pieces with a pause of 5 ms before each; default at once. */
  readonly pieces?: number;
}

/** What was served for one call. */
export interface Served {
  readonly attempts: number;
  /** How often a good answer went out. */
  readonly answered: number;
}

export interface FaultServer {
  /** The address for clients, with `/v1`. */
  readonly url: string;
  /** By the id of the call. */
  readonly calls: ReadonlyMap<string, Served>;
  readonly requests: readonly ServedCall[];
  /** Most requests that were open at a time. */
  mostOpen(): number;
  /** @throws Error when any request held a conversation that a strict endpoint would not take: every test that ends its server looks at that. */
  close(): Promise<void>;
}

const MOST = 10_000_000;

/**
 * A server on this machine that speaks OpenAI's chat completions, and misbehaves as told. What goes wrong with an attempt
 * depends on the seed, the call's id and the number of the attempt, never on the order in which requests come.
 */
export async function faultServer(options: FaultServerOptions = {}): Promise<FaultServer> {
  const {
    answer = () => "ok",
    fault = drawn(options),
    reply,
    model,
    fingerprint,
    delay,
    pieces = 1,
  } = options;
  const calls = new Map<string, { attempts: number; answered: number }>();
  const requests: ServedCall[] = [];
  const sockets = new Set<Socket>();
  let open = 0;
  let most = 0;
  let unfair: string | undefined;

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== "POST" || request.url?.split("?")[0] !== "/v1/chat/completions") {
      send(response, 404, {
        error: { message: `there is no ${request.method} ${request.url}`, type: "not_found" },
      });
      return;
    }
    const body = JSON.parse(await bodyOf(request)) as ServedCall["body"];
    const id = String(request.headers["x-client-request-id"] ?? "");
    const served = calls.get(id) ?? { attempts: 0, answered: 0 };
    calls.set(id, served);
    served.attempts++;
    const call: ServedCall = { id, attempt: served.attempts, headers: request.headers, body };
    requests.push(call);
    const unheard = body.messages?.length ? conversationFault(body.messages) : undefined;
    if (unheard !== undefined) {
      unfair ??= `${unheard}: ${JSON.stringify(body.messages).slice(0, 500)}`;
      send(response, 400, { error: { message: unheard } });
      return;
    }
    const wait = delay?.(call) ?? 0;
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const wrong = fault(call);
    const whole = completion(
      { model: model?.(call) ?? body.model ?? "unknown", fingerprint: fingerprint?.(call) ?? "fp_test" },
      answer(call),
      call,
    );
    const own = reply?.(call, whole);
    if (own) {
      const { status = 200, type = "application/json", body: text } = own;
      response.writeHead(status, { "content-type": type });
      response.end(typeof text === "string" ? text : JSON.stringify(text));
      return;
    }
    if (wrong) {
      FAULTS[wrong]({ whole, request, response });
      return;
    }
    served.answered++;
    await sendIn(pieces, response, JSON.stringify(whole));
  };
  const server = createServer((request, response) => {
    open++;
    most = Math.max(most, open);
    response.on("close", () => open--);
    serve(request, response).catch((cause: unknown) => {
      if (!response.headersSent) send(response, 400, { error: { message: String(cause) } });
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls,
    requests,
    mostOpen: () => most,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      });
      if (unfair !== undefined) throw new Error(`a request that no strict endpoint takes: ${unfair}`);
    },
  };
}

function drawn(options: FaultServerOptions): (call: ServedCall) => Fault | undefined {
  const { rate = 0, kinds = ["429", "500", "reset", "truncated", "wrong json"], seed = 1 } = options;
  const root: Rng = rng(seed);
  return ({ id, attempt }) => {
    const stream = root.fork(id).fork(attempt);
    return stream.uniform() < rate ? kinds[stream.integer(kinds.length)] : undefined;
  };
}

function completion(
  { model, fingerprint }: { readonly model: string; readonly fingerprint: string },
  content: string,
  { body }: ServedCall,
): Record<string, unknown> {
  const asked = (body.messages ?? []).reduce((sum, message) => sum + (message.content ?? "").length, 0);
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 0,
    model,
    system_fingerprint: fingerprint,
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: {
      prompt_tokens: Math.ceil(asked / 4),
      completion_tokens: Math.ceil(content.length / 4),
      total_tokens: Math.ceil(asked / 4) + Math.ceil(content.length / 4),
    },
  };
}

async function sendIn(pieces: number, response: ServerResponse, text: string): Promise<void> {
  response.writeHead(200, { "content-type": "application/json" });
  const size = Math.ceil(text.length / pieces);
  for (let at = 0; pieces > 1 && at < text.length; at += size) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    response.write(text.slice(at, at + size));
  }
  response.end(pieces > 1 ? "" : text);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > MOST) throw new Error("the request is too long");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}
