import { AgentFault } from "../../AgentFault.ts";
import { connectionFault } from "../../endpoint/connectionFault.ts";
import { type HttpAnswer, httpFault } from "../../endpoint/httpFault.ts";
import { readBody } from "../../endpoint/readBody.ts";
import { timeLimit } from "../../endpoint/timeLimit.ts";

/** Bytes of an answer at most: results of a batch come as one. */
const MOST = 400_000_000;
const ID = /^[\w.-]{1,200}$/;

/** What is needed to talk to the endpoint of batches. */
export interface BatchWire {
  /** Who asks, for messages. */
  readonly who: string;
  /** The address of the interface, without a slash at its end. */
  readonly base: string;
  /** Headers with the key, looked up anew for each request. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** Blanks keys in what the other side says. */
  readonly clean: (text: string) => string;
  /** Seconds that one request may take. */
  readonly timeout: number;
}

/**
 * One request to the endpoint of batches: a GET, or a POST of JSON or of a form.
 *
 * @returns the body of a success, as text.
 * @throws AgentFault as a single call would: see httpFault and connectionFault.
 */
export async function batchText(wire: BatchWire, path: string, post?: object | FormData): Promise<string> {
  const { who, base, headers, clean, timeout } = wire;
  const limit = timeLimit(timeout);
  const json = post !== undefined && !(post instanceof FormData);
  const body = post instanceof FormData ? post : post && JSON.stringify(post);
  let answer: HttpAnswer | undefined;
  try {
    const response = await fetch(`${base}${path}`, {
      method: post === undefined ? "GET" : "POST",
      headers: { ...headers(), ...(json ? { "content-type": "application/json" } : {}) },
      ...(body === undefined ? {} : { body }),
      signal: limit.signal,
      redirect: "manual",
    });
    const text = await readBody(response, MOST);
    if (text !== undefined)
      answer = { status: response.status, header: (name) => response.headers.get(name), body: text };
  } catch (thrown) {
    if (thrown instanceof AgentFault) throw thrown;
    throw limit.fault(who) ?? connectionFault(who, thrown, clean);
  } finally {
    limit.end();
  }
  if (!answer) throw new AgentFault("wait", `${who}: what the endpoint of batches sent is too long`);
  if (answer.status < 200 || answer.status >= 300) throw httpFault(who, answer, clean);
  return answer.body;
}

/** The same, where the answer must be a JSON object. */
export async function batchObject(
  wire: BatchWire,
  path: string,
  post?: object | FormData,
): Promise<Readonly<Record<string, unknown>>> {
  const object = objectIn(await batchText(wire, path, post));
  if (object) return object;
  throw new AgentFault("wait", `${wire.who}: the endpoint of batches sent no JSON object`, { unsure: true });
}

/** An id that the other side gives, before it becomes part of an address. */
export function batchId({ who }: BatchWire, given: unknown): string {
  if (typeof given === "string" && ID.test(given)) return given;
  throw new AgentFault("wait", `${who}: the endpoint of batches sent no id that is one`, { unsure: true });
}

/** The objects of JSON Lines; lines that are none are passed over, and their requests have no answer. */
export function linesIn(text: string): Readonly<Record<string, unknown>>[] {
  return text.split("\n").flatMap((line) => {
    const object = objectIn(line);
    return object ? [object] : [];
  });
}

/** What a list of batches holds. */
export function listed(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>[] {
  return Array.isArray(body.data) ? body.data.map((one: unknown) => fieldsOf(one)) : [];
}

/** An object as fields; anything else has none. */
export function fieldsOf(given: unknown): Readonly<Record<string, unknown>> {
  return typeof given === "object" && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
}

/** An answer within a batch, as it would have come alone. */
export function answerWithin(status: number, body: unknown): HttpAnswer {
  return { status, header: () => undefined, body: JSON.stringify(body) };
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const given: unknown = JSON.parse(text);
    return typeof given === "object" && given !== null && !Array.isArray(given)
      ? (given as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
