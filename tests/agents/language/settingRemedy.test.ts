import { describe, expect, it } from "vitest";
import { httpFault } from "../../../src/agents/endpoint/httpFault.ts";
import type { EndpointSettings } from "../../../src/agents/language/endpointSettings.ts";
import { settingRemedy } from "../../../src/agents/language/settingRemedy.ts";

const request = {
  messages: [
    { role: "system", content: "You are Ann." },
    { role: "user", content: "Well?" },
  ],
  temperature: 0.7,
  topP: 0.9,
  maxTokens: 60,
  seed: 12,
  stop: ["END"],
  schema: { type: "object" },
} as const;
const endpoint: EndpointSettings = {
  url: "http://localhost/v1",
  model: "m",
  body: { top_k: 5 },
  headers: { "X-Title": "a study" },
};

/** Each thing that a study can send, its parameter, five wordings, and the setting that mends it. */
const SETTINGS: readonly (readonly [param: string, wordings: readonly string[], setting: string])[] = [
  [
    "max_tokens",
    [
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      "max_tokens: Extra inputs are not permitted",
      'Unknown name "max_tokens": cannot find field',
      "this model does not take max_tokens; use max_completion_tokens",
      "A maximum number of tokens cannot be set for this model: max tokens is not available",
    ],
    "`tokensAs: max_completion_tokens`",
  ],
  [
    "temperature",
    [
      "Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1) value is supported.",
      "temperature: Extra inputs are not permitted",
      "this model takes no temperature but 1",
      "Unrecognized request argument supplied: temperature",
      "`temperature` may only be set to 1 when thinking is on",
    ],
    "leave `temperature` out",
  ],
  [
    "top_p",
    [
      "Unsupported parameter: 'top_p' is not supported with this model.",
      "top_p: Extra inputs are not permitted",
      "nucleus sampling is not available for this model",
      "Unrecognized request argument supplied: top_p",
      "top_p must not be given to this model",
    ],
    "`topP`",
  ],
  [
    "seed",
    [
      "Unrecognized request argument supplied: seed",
      "seed: Extra inputs are not permitted",
      'Unknown name "seed": cannot find field',
      "this model cannot be given a random seed",
      "Deterministic sampling is not supported",
    ],
    "`seed: false`",
  ],
  [
    "response_format",
    [
      "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model",
      "response_format: Extra inputs are not permitted",
      "structured outputs are not supported by this model",
      "This model does not support JSON mode",
      "guided decoding is not enabled on this server",
    ],
    "`structured: false`",
  ],
  [
    "messages[0].role",
    [
      "System role not supported",
      "Only user and assistant roles are supported!",
      "Developer instruction is not enabled for this model",
      "system messages are not allowed",
      "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
    ],
    "`system`",
  ],
  [
    "model",
    [
      "The model `m` does not exist or you do not have access to it.",
      "model 'm' not found, try pulling it first",
      "Unknown model: m",
      "invalid model ID",
      "The model m has been deprecated",
    ],
    "`model`",
  ],
  [
    "top_k",
    [
      "top_k: Extra inputs are not permitted",
      "Unrecognized request argument supplied: top_k",
      'unknown field "top_k"',
      "top_k is not supported by this model",
      "Invalid parameter top_k",
    ],
    "leave `top_k` out of `body`",
  ],
  [
    "X-Title",
    [
      "the header X-Title is not allowed",
      "unknown header: X-Title",
      "X-Title not permitted",
      "header 'X-Title' rejected",
      "bad header x-title",
    ],
    "leave `X-Title` out of `headers`",
  ],
];

const said = (
  body: unknown,
  status = 400,
  settings: EndpointSettings | undefined = endpoint,
  sent: object = request,
): string =>
  httpFault(
    "m",
    { status, header: () => null, body: typeof body === "string" ? body : JSON.stringify(body) },
    (text) => text,
    (complaint) => settingRemedy(complaint, sent as typeof request, settings),
  ).message;

describe("a setting that an endpoint turns down", () => {
  it.each(SETTINGS)(
    "is named with what mends it, in five wordings, with the parameter and without: %s",
    (param, wordings, setting) => {
      expect(wordings).toHaveLength(5);
      for (const message of wordings) {
        expect(said({ error: { message } }), message).toContain(setting);
        expect(said({ error: { message, param, code: "unsupported_parameter" } })).toContain(setting);
        expect(said({ object: "error", message, code: 400 }, 422), message).toContain(setting);
        expect(said(message), message).toContain(setting);
      }
      for (const body of [
        { error: { message: "Bad request", param } },
        { detail: [{ loc: ["body", param], msg: "Extra inputs are not permitted" }] },
        { error: { message: "Invalid", details: [{ fieldViolations: [{ field: param }] }] } },
      ])
        expect(said(body)).toContain(setting);
    },
  );

  it("is not named when it was not sent, and nothing is made up", () => {
    const plain = { messages: [{ role: "user", content: "Well?" }] };
    const bare = { url: "http://localhost/v1", model: "m" };
    for (const [, wordings, setting] of SETTINGS.filter(([param]) => param !== "model"))
      for (const message of wordings)
        expect(said({ error: { message } }, 400, bare, plain)).not.toContain(setting);
    expect(said({ error: { message: "unknown field foo" } })).toMatch(/unknown field foo$/);
  });

  it("is the other name of the limit, or its size, as the endpoint's words are", () => {
    const other = { ...endpoint, tokensAs: "max_completion_tokens" } as const;
    expect(said({ error: { message: "max_completion_tokens is unknown" } }, 400, other)).toContain(
      "`tokensAs: max_tokens`",
    );
    expect(said({ error: { message: "max_tokens must be at most 50" } })).toContain("change `maxTokens`");
  });

  it("of a model of the AI SDK is one that such a model has", () => {
    const remedy = settingRemedy({ params: [], words: "seed is not supported" }, request, undefined);
    expect(remedy).toContain("this provider takes no seed");
  });

  it("a prompt that is too long is told from a limit that is refused", () => {
    const long =
      "'max_tokens' is too large: 1000. This model's maximum context length is 512 tokens and your request has 27 input tokens";
    expect(said({ error: { message: long, param: "max_tokens" } })).toContain("does not go into the model");
  });
});
