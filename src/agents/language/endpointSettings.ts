import { z } from "zod";
import type { Json } from "../../core/canonicalJson.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { type BatchSettings, batchSettings } from "./batch/batchSettings.ts";

/** A language model behind an address: vLLM, Ollama, llama.cpp, LM Studio, or any hosted one that speaks like OpenAI's. */
export interface EndpointSettings {
  /** Address of the interface, up to and with `/v1`. */
  readonly url: string;
  readonly model: string;
  /** Name of the environment variable with the key. Default: none, as for most endpoints on one's own machine. */
  readonly keyFrom?: string | undefined;
  /**
   * Whether the endpoint can be held to a JSON Schema: `auto` asks for it and, when the endpoint says no, goes on without.
   * Default `auto`.
   */
  readonly structured?: boolean | "auto" | undefined;
  /** Further headers: a text, or `{ from: NAME }` for the value of an environment variable. */
  readonly headers?: Readonly<Record<string, string | { readonly from: string }>> | undefined;
  /** Whether a seed is sent with each call; default true. */
  readonly seed?: boolean | undefined;
  /** What the endpoint calls the limit of tokens; default max_tokens. */
  readonly tokensAs?: "max_tokens" | "max_completion_tokens" | undefined;
  /** Further fields of each request, as the endpoint knows them. */
  readonly body?: Readonly<Record<string, Json>> | undefined;
  /** How the calls of a round go together, at a lower price. Default: each call goes alone. */
  readonly batch?: BatchSettings | undefined;
}

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const SECRET_HEADER = /^(authorization|proxy-authorization|cookie)$|token|secret|password|key$/i;
/** Fields of a body in which providers take keys. Limits of tokens are no tokens. */
const SECRET_FIELD = /api_?-?key|secret|password|credential|authorization|(access|auth|bearer)[_-]?token/i;
/** Names of variables are in capitals, or short. */
const LIKE_A_KEY = /^(?=.*[a-z])(?=.*\d).{20,}$/;
const variable = (): z.ZodString => z.string({ error: "must be the name of an environment variable" });

/** Fields that the request itself sets. */
const OWN = ["messages", "stream", "n"];

/** The structure of {@link EndpointSettings}. */
export const endpointSettings: z.ZodType<EndpointSettings, EndpointSettings> = z.strictObject({
  url: z
    .string({ error: "must be an address that begins with http:// or https://" })
    .regex(/^https?:\/\//, { error: "must be an address that begins with http:// or https://" })
    .describe("address of the interface, up to and with /v1"),
  model: z.string({ error: "must be a text" }).min(1, { error: "must not be empty" }),
  keyFrom: variable().optional().describe("environment variable with the key"),
  structured: z
    .union([z.boolean(), z.literal("auto")], { error: "must be true, false or auto" })
    .default("auto")
    .describe("whether the endpoint can be held to a JSON Schema"),
  headers: z
    .record(z.string(), z.union([z.string(), z.strictObject({ from: variable() })]), {
      error: "must be a mapping of texts, or of { from: NAME } for the value of an environment variable",
    })
    .optional()
    .describe("further headers: a text, or { from: NAME } for the value of an environment variable"),
  seed: z.boolean({ error: "must be true or false" }).default(true).describe("whether a seed is sent"),
  tokensAs: z
    .enum(["max_tokens", "max_completion_tokens"], { error: "must be max_tokens or max_completion_tokens" })
    .default("max_tokens")
    .describe("what the endpoint calls the limit of tokens"),
  body: z
    .record(z.string(), z.custom<Json>(), { error: "must be a mapping" })
    .superRefine((body, context) => {
      const own = OWN.find((name) => Object.hasOwn(body, name));
      if (own !== undefined)
        context.addIssue({
          code: "custom",
          message: "must not be given: the request itself sets it",
          path: [own],
        });
    })
    .optional()
    .describe("further fields of each request, as the endpoint knows them"),
  batch: batchSettings.optional().describe("the calls of a round in one batch, at a lower price"),
});

/**
 * Refuses endpoints that hold a key instead of the name of an environment variable, and addresses and headers that are
 * none. The messages do not show what was given.
 *
 * @param who complains.
 * @throws SpillwayError
 */
export function wantNoKeys(who: string, { url, keyFrom, headers = {}, body = {} }: EndpointSettings): void {
  const names = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === "string" ? [] : [[`headers.${name}.from`, value.from] as const],
  );
  const faults = [
    urlFault(url),
    ...[...(keyFrom === undefined ? [] : [["keyFrom", keyFrom] as const]), ...names].map(([name, value]) =>
      VARIABLE.test(value) && !LIKE_A_KEY.test(value)
        ? undefined
        : `${name} must be the name of an environment variable, never a key itself`,
    ),
    ...Object.entries(headers).map(([name, value]) => headerFault(name, value)),
    ...Object.entries(body).map(([name, value]) =>
      typeof value === "string" && SECRET_FIELD.test(name)
        ? `body.${name} must hold no key: name the environment variable with it as keyFrom or in headers`
        : undefined,
    ),
  ];
  const fault = faults.find((one) => one !== undefined);
  if (fault !== undefined) throw new SpillwayError(`${who}: ${fault}`);
}

function urlFault(given: string): string | undefined {
  if (!URL.canParse(given)) return "url must be an address such as http://localhost:11434/v1";
  const { username, password, searchParams } = new URL(given);
  if (username !== "" || password !== "")
    return "url must hold no password: name the environment variable with it in headers";
  const secret = [...searchParams.keys()].find((name) => /key|token|secret|sig/i.test(name));
  return secret === undefined
    ? undefined
    : "url must hold no key: name the environment variable with it as keyFrom or in headers";
}

function headerFault(name: string, value: string | { readonly from: string }): string | undefined {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(name)) return "headers must have names of headers";
  if (typeof value !== "string") return undefined;
  if (SECRET_HEADER.test(name))
    return `headers.${name} must be { from: NAME }, the environment variable with its value: a key is never a setting`;
  return /^[\t\x20-\x7e]*$/.test(value) ? undefined : `headers.${name} must be printable characters`;
}
