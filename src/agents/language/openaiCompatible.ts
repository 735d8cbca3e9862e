import { explainIssue } from "../../core/explainIssue.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { AgentFault } from "../AgentFault.ts";
import { blankKeys } from "../endpoint/blankKeys.ts";
import { connectionFault } from "../endpoint/connectionFault.ts";
import { type Complaint, type HttpAnswer, httpFault } from "../endpoint/httpFault.ts";
import { readBody } from "../endpoint/readBody.ts";
import { type TimeLimit, timeLimit } from "../endpoint/timeLimit.ts";
import { chatReply } from "./chatReply.ts";
import { type ChatRequest, chatRequest, keysOf } from "./chatRequest.ts";
import { type EndpointSettings, endpointSettings, wantNoKeys } from "./endpointSettings.ts";
import type { LanguageModel, LanguageRequest } from "./LanguageModel.ts";
import { settingRemedy } from "./settingRemedy.ts";

export interface EndpointOptions {
  /** Seconds until a call without a whole answer is given up, above 0; default 120. */
  readonly timeout?: number;
  /** Bytes that an answer has at most; default 4,000,000. */
  readonly most?: number;
  /** Where keys are looked up, at each call; default the environment of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const NO_SCHEMA = /response_format|json_schema|structured.output|guided|grammar/i;
/** What a reply warns of where an endpoint could not be held to the form of the answer. */
export const UNHELD =
  "the endpoint takes no JSON Schema: the form of the answer was asked for in words alone";

/**
 * A language model behind any endpoint that speaks OpenAI's chat completions. One call is one request: nothing is tried
 * again here, nothing is kept, redirects are not followed. The seed goes with the request, and the call's id as the header
 * `x-client-request-id`.
 *
 * With `structured: auto`, an endpoint that turns a JSON Schema down costs one call: it ends with a fault to be tried
 * again at once. From then on the form of answers is asked for in words alone, and each reply's warnings say so.
 *
 * @returns a model whose calls throw AgentFault (see httpFault, connectionFault and chatReply for which), also `invalid`
 * for an answer longer than `most`, and `stop` when a key is not in the environment. No message holds a key.
 * @throws SpillwayError for settings that are none.
 */
export function openaiCompatible(settings: EndpointSettings, options: EndpointOptions = {}): LanguageModel {
  const parsed = endpointSettings.safeParse(settings);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new SpillwayError(`openaiCompatible: ${explainIssue(issue, settings, endpointSettings)}`);
  }
  const endpoint = parsed.data;
  wantNoKeys("openaiCompatible", endpoint);
  const { timeout = 120, most = 4_000_000, environment = process.env } = options;
  const who = endpoint.model;
  const cleaner = remembering((keys) => blankKeys(keys, environment));
  let structured = endpoint.structured !== false;

  return {
    async generate(request, { signal } = {}) {
      const asked = structured && request.schema !== undefined;
      const clean = cleaner(keysOf(endpoint, environment));
      const wire = chatRequest(endpoint, request, asked, environment);
      const limit = timeLimit(timeout, signal);
      let answer: HttpAnswer | undefined;
      try {
        answer = await post(wire, limit, most);
      } catch (thrown) {
        throw limit.fault(who) ?? connectionFault(who, thrown, clean);
      } finally {
        limit.end();
      }
      if (!answer) throw new AgentFault("invalid", `${who}: the answer is longer than ${most} bytes`);
      const { status, body } = answer;
      if (asked && endpoint.structured === "auto" && turnsDown(status, body)) {
        structured = false;
        throw new AgentFault("wait", `${who}: the endpoint takes no JSON Schema: it is asked again without`, {
          retryAfter: 0,
        });
      }
      const settingOf = (complaint: Complaint): string | undefined =>
        settingRemedy(complaint, asked ? request : withoutSchema(request), endpoint);
      if (status < 200 || status >= 300) throw httpFault(who, answer, clean, settingOf);
      const odd = oddStatus(answer, wire);
      if (odd !== undefined) throw new AgentFault("wait", `${who}: ${odd}`, { unsure: true });
      const { maxTokens, stop, tools, mayCall = true } = request;
      const reply = chatReply(answer, {
        who,
        model: endpoint.model,
        clean,
        settingOf,
        mayCall: tools !== undefined && mayCall,
        ...present({ maxTokens, stop }),
      });
      const unheld = request.schema !== undefined && !asked && endpoint.structured === "auto";
      return unheld ? { ...reply, warnings: [UNHELD] } : reply;
    },
  };
}

type Cleaner = (text: string) => string;

/** Looking through the environment costs more than all else in a call, so it is done again only when a key has changed. */
function remembering(make: (keys: readonly string[]) => Cleaner): (keys: readonly string[]) => Cleaner {
  let last: { readonly keys: string; readonly clean: Cleaner } | undefined;
  return (keys) => {
    const name = keys.join("\n");
    if (last?.keys !== name) last = { keys: name, clean: make(keys) };
    return last.clean;
  };
}

/** One request; undefined when the answer is too long. */
async function post(
  { url, headers, body }: ChatRequest,
  { signal }: TimeLimit,
  most: number,
): Promise<HttpAnswer | undefined> {
  const response = await fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });
  const text = await readBody(response, most);
  if (text === undefined) return undefined;
  return { status: response.status, header: (name) => response.headers.get(name), body: text };
}

const withoutSchema = ({ schema: _, ...rest }: LanguageRequest): Omit<LanguageRequest, "schema"> => rest;

/** Successes that are none: an answer that is only a part, has not been worked out yet, or is that to another request. */
function oddStatus({ status, header, body }: HttpAnswer, { headers }: ChatRequest): string | undefined {
  const asked = headers["x-client-request-id"];
  const answered = header("x-client-request-id");
  if (answered && answered !== asked) return "the answer is that to another request (x-client-request-id)";
  if (header("content-range") || status === 206) return "the endpoint sent only a part of an answer";
  if (status === 200 || status === 201 || body.trim() === "") return undefined;
  return `the endpoint answered with status ${status}, which is no finished answer`;
}

/** Whether the endpoint says that it cannot be held to a schema. */
export function turnsDown(status: number, body: string): boolean {
  // An answer that failed the endpoint's own check is no sign that it cannot check.
  if (body.includes("json_validate_failed")) return false;
  return (status === 400 || status === 404 || status === 422 || status === 501) && NO_SCHEMA.test(body);
}
