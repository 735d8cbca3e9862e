import { sha256 } from "../../core/sha256.ts";
import { AgentFault } from "../AgentFault.ts";
import type { Message } from "../Population.ts";
import type { EndpointSettings } from "./endpointSettings.ts";
import type { LanguageRequest } from "./LanguageModel.ts";

/** What goes over the wire, and the keys in it. */
export interface ChatRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A chat completion as an HTTP request: the messages, the settings that are given, and the JSON Schema when it is asked for.
 *
 * @param structured whether the endpoint is to be held to the request's schema.
 * @throws AgentFault `stop` when a key is not in the environment, or has characters that no header can carry.
 */
export function chatRequest(
  endpoint: EndpointSettings,
  request: LanguageRequest,
  structured: boolean,
  environment: Environment,
): ChatRequest {
  const {
    callId,
    messages,
    schema,
    schemaName = "answer",
    temperature,
    topP,
    maxTokens,
    seed,
    stop,
    tools,
    mayCall = true,
  } = request;
  const body = {
    model: endpoint.model,
    messages: messages.map(messageOf),
    temperature,
    top_p: topP,
    [endpoint.tokensAs ?? "max_tokens"]: maxTokens,
    seed: endpoint.seed === false ? undefined : seed,
    stop: stop && stop.length > 0 ? stop : undefined,
    response_format:
      structured && schema
        ? { type: "json_schema", json_schema: { name: schemaName, strict: true, schema } }
        : undefined,
    tools: tools?.map((tool) => ({ type: "function", function: tool })),
    // Only where it forbids calls: not every endpoint knows the field.
    tool_choice: tools === undefined || mayCall ? undefined : "none",
    ...endpoint.body,
  };
  return {
    url: completionsOf(endpoint.url),
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      "x-client-request-id": /^[\x21-\x7e]{1,256}$/.test(callId) ? callId : sha256(callId),
      ...headersOf(endpoint, environment),
    },
    body: JSON.stringify(body),
  };
}

/** A message as chat completions have it. */
function messageOf({ role, content, calls, answers }: Message): Readonly<Record<string, unknown>> {
  if (answers !== undefined) return { role, tool_call_id: answers, content };
  if (calls === undefined) return { role, content };
  const called = calls.map(({ id, ...rest }) => ({ id, type: "function", function: rest }));
  return { role, content: content === "" ? null : content, tool_calls: called };
}

/** Every key that the settings name and the environment has, for blanking. */
export function keysOf({ keyFrom, headers = {} }: EndpointSettings, environment: Environment): string[] {
  const names = Object.values(headers).flatMap((value) => (typeof value === "string" ? [] : [value.from]));
  return [...(keyFrom === undefined ? [] : [keyFrom]), ...names].flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [value, value.trim()];
  });
}

function headersOf(endpoint: EndpointSettings, environment: Environment): Record<string, string> {
  const { model, keyFrom, headers = {} } = endpoint;
  const keyIn = (name: string): string => {
    const value = environment[name]?.trim() ?? "";
    if (value === "")
      throw new AgentFault(
        "stop",
        `${model}: the environment variable ${name} is not set: it must hold the key`,
      );
    if (!/^[\x20-\x7e]+$/.test(value))
      throw new AgentFault(
        "stop",
        `${model}: the environment variable ${name} holds characters that no key has`,
      );
    return value;
  };
  const given = Object.entries(headers).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    typeof value === "string" ? value : keyIn(value.from),
  ]);
  return {
    ...(keyFrom === undefined ? {} : { authorization: `Bearer ${keyIn(keyFrom)}` }),
    ...Object.fromEntries(given),
  };
}

/** The address of chat completions, from that of the interface or from itself. */
function completionsOf(given: string): string {
  const url = new URL(given);
  const path = url.pathname.replace(/\/{1,10}$/, "");
  url.pathname = path.endsWith("/chat/completions") ? path : `${path}/chat/completions`;
  return url.href;
}
