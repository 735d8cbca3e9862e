import { present } from "../../core/present.ts";
import { AgentFault, type FaultKind } from "../AgentFault.ts";
import { blankKeys } from "../endpoint/blankKeys.ts";
import { connectionFault } from "../endpoint/connectionFault.ts";
import { readBody } from "../endpoint/readBody.ts";
import { retryAfter } from "../endpoint/retryAfter.ts";
import { timeLimit } from "../endpoint/timeLimit.ts";

interface PostSettings {
  readonly url: string;
  readonly keyFrom?: string | undefined;
  /** Seconds. */
  readonly timeout: number;
  /** Longest answer in bytes. */
  readonly maxBytes: number;
  /** What the other side has to give, for messages: "JSON with an action". */
  readonly wanted: string;
}

const WHO = "http";
/** Words of the other side that go into a message. */
const LONGEST = 300;

/**
 * Posts something as JSON and gives the JSON that comes back, or its text where it is none. Redirects are not followed, and keys are blanked.
 *
 * @throws AgentFault by status and connection: `wait` for 408, 425, 429, 5xx and broken connections, `stop` for what cannot succeed, `timeout`, and
 * `invalid` for an answer that is too long.
 */
export async function postJson(
  { url, keyFrom, timeout, maxBytes, wanted }: PostSettings,
  given: object,
  outer: AbortSignal | undefined,
): Promise<unknown> {
  const key = keyFrom === undefined ? undefined : process.env[keyFrom]?.trim();
  if (keyFrom !== undefined && !key)
    throw new AgentFault("stop", `${WHO}: keyFrom names the variable ${keyFrom}, which is not set`);
  const clean = blankKeys(key === undefined ? [] : [key]);
  const limit = timeLimit(timeout, outer);
  let response: Response;
  let body: string | undefined;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...(key ? { authorization: `Bearer ${key}` } : {}) },
      body: JSON.stringify(given),
      redirect: "manual",
      signal: limit.signal,
    });
    body = await readBody(response, maxBytes);
  } catch (thrown) {
    throw limit.fault(WHO) ?? connectionFault(WHO, thrown, clean);
  } finally {
    limit.end();
  }
  if (!response.ok) throw statusFault(response, clean(body ?? ""));
  if (body === undefined)
    throw new AgentFault("invalid", `${WHO}: the answer is longer than ${maxBytes} bytes`);
  const { status, headers } = response;
  if (status === 202 || status === 206 || headers.has("content-range"))
    throw new AgentFault(
      "wait",
      `${WHO}: the other side answered with status ${status}, which is no whole answer`,
      {
        unsure: true,
      },
    );
  if (body.trim() === "" || /^text\/(?:html|event-stream)/i.test(headers.get("content-type") ?? "")) {
    const got = body.trim() === "" ? `an empty answer (status ${status})` : headers.get("content-type");
    throw new AgentFault("stop", `${WHO}: wanted ${wanted}, got ${got}: is the address right?`, {
      doubt: "no-answer",
      unsure: true,
    });
  }
  return parsed(clean(body));
}

function statusFault({ status, headers }: Response, body: string): Error {
  const words = body.trim().slice(0, LONGEST);
  const message = `${WHO}: the other side answered with status ${status}${words === "" ? "" : `: ${words}`}`;
  const kind = kindOf(status);
  if (kind !== "wait")
    return new AgentFault(kind, message, { ...(status < 400 ? {} : { doubt: "turned-down" }), status });
  const wait = retryAfter((name) => headers.get(name));
  const busy = wait === undefined ? status === 429 || status === 503 : wait > 0;
  // A server of the study's own may have done anything before it failed.
  return new AgentFault(kind, message, { busy, unsure: status >= 500, ...present({ retryAfter: wait }) });
}

function kindOf(status: number): FaultKind {
  if (status === 408 || status === 425 || status === 429 || status >= 500) return "wait";
  return "stop";
}

/** JSON where it is JSON; a text otherwise, which is no answer. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
