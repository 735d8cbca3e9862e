import { z } from "zod";
import type { Json } from "../../core/canonicalJson.ts";
import type { Kind } from "../../core/defineKind.ts";
import { wholeNumber } from "../../core/fields.ts";
import { present } from "../../core/present.ts";
import { shown } from "../../core/shown.ts";
import type { Action } from "../Agent.ts";
import { AgentFault, type FaultKind } from "../AgentFault.ts";
import { definePopulation } from "../definePopulation.ts";
import { blankKeys } from "../endpoint/blankKeys.ts";
import { connectionFault } from "../endpoint/connectionFault.ts";
import { readBody } from "../endpoint/readBody.ts";
import { retryAfter } from "../endpoint/retryAfter.ts";
import { timeLimit } from "../endpoint/timeLimit.ts";
import { wantNoKeys } from "../language/endpointSettings.ts";
import type { Population } from "../Population.ts";
import { readAnswer } from "./readAnswer.ts";
import { type ViewData, viewData } from "./viewData.ts";

export interface HttpSettings {
  /** Address that takes views, beginning with http:// or https://. */
  readonly url: string;
  /** Name of the environment variable with the key that is sent as `Authorization: Bearer …`; default: no key is sent. */
  readonly keyFrom?: string;
  /** Seconds after which an answer is given up, above 0; default 60. */
  readonly timeout?: number;
  /** Longest answer in bytes, from 1; default 1,000,000. */
  readonly maxBytes?: number;
  /** Anything that the other side should know, handed to it with each view; default nothing. */
  readonly settings?: Readonly<Record<string, Json>>;
}

type Settled = z.output<typeof settings>;

const WHO = "http";
const seconds = "must be a number of seconds above 0";
const address = "must be an address that begins with http:// or https://";
/** Words of the other side that go into a message. */
const LONGEST = 300;

const settings = z.strictObject({
  url: z.string({ error: address }).refine(isAddress, { error: address }),
  keyFrom: z.string({ error: "must be the name of an environment variable" }).optional(),
  timeout: z.number({ error: seconds }).gt(0, { error: seconds }).default(60),
  maxBytes: wholeNumber(1).default(1_000_000),
  settings: z
    .record(z.string(), z.json() as z.ZodType<Json, Json>, { error: "must be a mapping" })
    .optional(),
});

/**
 * Agents that answer over HTTP. Each turn is one POST of `{ "view" }` ({@link viewData}) to the address; the answer is
 * `{ "action" }` or `{ "error" }` as of the kind `command`. What goes wrong is classed by its status: 408, 425, 429 and 5xx and
 * broken connections are waited for, for as long as the other side asks; redirections and hosts that do not
 * exist stop the run; any other 4xx ends the turn, or the run when all calls are turned down. The other side should keep nothing that an answer
 * depends on, because a turn may be asked again.
 */
export const http: Kind<HttpSettings, Population> = definePopulation({
  kind: WHO,
  summary: "agents that answer over HTTP: a view is posted, an action comes back",
  settings,
  make: (params): Population => {
    const { url, keyFrom } = params;
    // Not a matter of the settings' structure, whose messages show what came.
    wantNoKeys(WHO, { url, model: "", ...present({ keyFrom }) });
    return {
      name: WHO,
      params,
      synthetic: false,
      wantQuestion: () => {},
      sent: (view) => ({ url, view: viewData(view, params.settings) as unknown as Json }),
      create: () => () => (view, context) => post(params, viewData(view, params.settings), context?.signal),
    };
  },
});

async function post(params: Settled, view: ViewData, outer: AbortSignal | undefined): Promise<Action> {
  const { url, keyFrom, timeout, maxBytes } = params;
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
      body: JSON.stringify({ view }),
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
    throw new AgentFault("stop", `${WHO}: wanted JSON with an action, got ${got}: is the address right?`, {
      doubt: "no-answer",
      unsure: true,
    });
  }
  const answer = parsed(clean(body));
  const other = otherTurn(answer, view);
  if (other !== undefined) throw new AgentFault("wait", `${WHO}: ${other}`, { unsure: true });
  return readAnswer(WHO, answer);
}

/** An answer that names whose turn it is for must name this one. */
function otherTurn(answer: unknown, view: ViewData): string | undefined {
  if (typeof answer !== "object" || answer === null) return undefined;
  const fields = answer as Readonly<Record<string, unknown>>;
  const other = (["world", "round", "agent"] as const).find(
    (name) => fields[name] !== undefined && fields[name] !== view[name],
  );
  return (
    other && `the answer is for another turn: ${other} is ${shown(fields[other])}, not ${shown(view[other])}`
  );
}

function statusFault({ status, headers }: Response, body: string): Error {
  const words = body.trim().slice(0, LONGEST);
  const message = `${WHO}: the other side answered with status ${status}${words === "" ? "" : `: ${words}`}`;
  const kind = kindOf(status);
  if (kind !== "wait")
    return new AgentFault(kind, message, status < 400 ? {} : { doubt: "turned-down", status });
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

function isAddress(given: string): boolean {
  return URL.canParse(given) && /^https?:$/.test(new URL(given).protocol);
}
