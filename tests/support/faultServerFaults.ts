import type { IncomingMessage, ServerResponse } from "node:http";

/** A request, its answer to be, and the whole completion that a good server would send. */
export interface Wire {
  readonly whole: Readonly<Record<string, unknown>>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** How a server can misbehave, by name. */
export type Fault =
  | "429"
  | "429 after seconds"
  | "429 after a date"
  | "429 after milliseconds"
  | "500"
  | "503 after seconds"
  | "hang"
  | "reset"
  | "truncated"
  | "no json"
  | "wrong json"
  | "no choices"
  | "error inside"
  | "empty"
  | "cut short"
  | "refusal"
  | "filter"
  | "filter status"
  | "quota"
  | "unauthorized"
  | "bad request"
  | "no schema"
  | "web page"
  | "moved"
  | "too long";

type Misbehaviour = (wire: Wire) => void;
type Headers = Readonly<Record<string, string>>;

export function send(response: ServerResponse, status: number, body: unknown, headers: Headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

const error =
  (status: number, message: string, code: string, headers: Headers = {}): Misbehaviour =>
  ({ response }) =>
    send(response, status, { error: { message, code, type: code } }, headers);

const busy = (headers: Headers = {}): Misbehaviour =>
  error(429, "too many requests", "rate_limit_exceeded", headers);

const changed =
  (message: object, finish: string): Misbehaviour =>
  ({ response, whole }) =>
    send(response, 200, { ...whole, choices: [{ index: 0, message, finish_reason: finish }] });

const page =
  (status: number, headers: Headers, text: (wire: Wire) => string): Misbehaviour =>
  (wire) =>
    void wire.response.writeHead(status, headers).end(text(wire));

const half = ({ whole }: Wire): string => {
  const text = JSON.stringify(whole);
  return text.slice(0, text.length >> 1);
};

const JSON_TYPE = { "content-type": "application/json" };

/** What a server can do instead of answering well. */
export const FAULTS: Readonly<Record<Fault, Misbehaviour>> = {
  "429": busy(),
  "429 after seconds": busy({ "retry-after": "2" }),
  "429 after a date": busy({
    date: "Sat, 21 Nov 2026 10:00:00 GMT",
    "retry-after": "Sat, 21 Nov 2026 11:30:00 GMT",
  }),
  "429 after milliseconds": busy({ "retry-after-ms": "1500", "retry-after": "9" }),
  "500": error(500, "internal error", "server_error"),
  "503 after seconds": error(503, "overloaded", "overloaded_error", { "retry-after": "7200" }),
  hang: () => undefined,
  reset: ({ request }) => void request.socket.resetAndDestroy(),
  /** The connection ends in the middle of the body. */
  truncated: (wire) => {
    const length = String(JSON.stringify(wire.whole).length);
    wire.response.writeHead(200, { ...JSON_TYPE, "content-length": length });
    wire.response.write(half(wire), () => wire.request.socket.destroy());
  },
  /** The body ends early, though the connection ends well. */
  "no json": page(200, JSON_TYPE, half),
  "wrong json": ({ response }) => send(response, 200, { result: "nothing to do with it" }),
  "no choices": ({ response, whole }) => send(response, 200, { ...whole, choices: [] }),
  "error inside": ({ response }) =>
    send(response, 200, { error: { message: "the upstream is busy", code: 429 } }),
  empty: changed({ role: "assistant", content: "" }, "stop"),
  "cut short": changed({ role: "assistant", content: "half an ans" }, "length"),
  refusal: changed({ role: "assistant", content: null, refusal: "I cannot help with that." }, "stop"),
  filter: changed({ role: "assistant", content: null }, "content_filter"),
  "filter status": error(400, "the prompt was filtered", "content_filter"),
  quota: error(429, "you exceeded your current quota", "insufficient_quota"),
  /** Repeats the key that it was given. */
  unauthorized: (wire) =>
    error(401, `wrong key ${wire.request.headers.authorization ?? "none"}`, "invalid_request_error")(wire),
  "bad request": error(400, "unknown field foo", "invalid_request_error"),
  "no schema": error(400, "response_format is not supported by this model", "invalid_request_error"),
  "web page": page(200, { "content-type": "text/html" }, () => "<html>Welcome</html>"),
  moved: page(307, { location: "http://127.0.0.1:1/elsewhere" }, () => ""),
  "too long": changed({ role: "assistant", content: "x".repeat(5_000_000) }, "stop"),
};
