import { createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { AgentFault } from "../../../src/agents/AgentFault.ts";
import type { EndpointSettings } from "../../../src/agents/language/endpointSettings.ts";
import type { LanguageReply, LanguageRequest } from "../../../src/agents/language/LanguageModel.ts";
import { type EndpointOptions, openaiCompatible } from "../../../src/agents/language/openaiCompatible.ts";
import { type FaultServer, type FaultServerOptions, faultServer } from "../../support/faultServer.ts";
import type { Fault } from "../../support/faultServerFaults.ts";

const KEY = "sk-test-0123456789/abc+";
const environment = { TEST_KEY: KEY };
const schema = { type: "object", properties: { answer: { type: "string" } } };
const question: LanguageRequest = {
  callId: "call-1",
  messages: [
    { role: "system", content: "You are Ann." },
    { role: "user", content: "Yes or no?" },
  ],
};

const open: FaultServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function started(options: FaultServerOptions = {}): Promise<FaultServer> {
  const server = await faultServer(options);
  open.push(server);
  return server;
}

function ask(
  url: string,
  settings: Partial<EndpointSettings> = {},
  options: EndpointOptions = {},
  request: Partial<LanguageRequest> = {},
): Promise<LanguageReply> {
  const model = openaiCompatible({ url, model: "test-model", ...settings }, { environment, ...options });
  return model.generate({ ...question, ...request });
}

async function faultOf(call: Promise<unknown>): Promise<AgentFault> {
  const thrown = await call.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(thrown instanceof AgentFault)) throw new Error(`wanted an AgentFault, got ${thrown}`);
  return thrown;
}

describe("a good answer", () => {
  test("comes with text, tokens, the model that answered and its fingerprint", async () => {
    const { url } = await started({ answer: () => "Yes", model: () => "test-model-2026-11" });
    expect(await ask(url)).toEqual({
      text: "Yes",
      usage: { input: 6, output: 1 },
      model: "test-model-2026-11",
      finish: "stop",
      fingerprint: "fp_test",
      warnings: [],
    });
  });

  test("is asked for with nothing but what is set", async () => {
    const { url, requests } = await started();
    await ask(url);
    expect(requests[0]!.body).toEqual({ model: "test-model", messages: question.messages });
    expect(requests[0]!.headers.authorization).toBeUndefined();
    expect(requests[0]!.headers["x-client-request-id"]).toBe("call-1");
  });

  test("is asked for with everything that is set", async () => {
    const { url, requests } = await started();
    const request = {
      temperature: 0,
      topP: 0.9,
      maxTokens: 50,
      seed: 12,
      stop: ["END"],
      schema,
      schemaName: "vote",
    };
    const headers = { "X-Title": "a study", "X-Team": { from: "TEST_KEY" } };
    await ask(`${url}/`, { keyFrom: "TEST_KEY", headers, body: { top_k: 5 } }, {}, request);
    expect(requests[0]!.body).toEqual({
      model: "test-model",
      messages: question.messages,
      temperature: 0,
      top_p: 0.9,
      max_tokens: 50,
      seed: 12,
      stop: ["END"],
      response_format: { type: "json_schema", json_schema: { name: "vote", strict: true, schema } },
      top_k: 5,
    });
    expect(requests[0]!.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      "x-title": "a study",
      "x-team": KEY,
    });
  });

  test("is asked for in the endpoint's own words for limits, without a seed or a schema where it takes none", async () => {
    const { url, requests } = await started();
    const settings = { tokensAs: "max_completion_tokens", seed: false, structured: false } as const;
    const reply = await ask(`${url}/chat/completions`, settings, {}, { maxTokens: 9, seed: 1, schema });
    expect(requests[0]!.body).toEqual({
      model: "test-model",
      messages: question.messages,
      max_completion_tokens: 9,
    });
    expect(reply.warnings).toEqual([]);
  });

  test("may come slowly, in pieces that cut characters", async () => {
    const { url } = await started({ answer: () => "größer 🌊 – наука", pieces: 40 });
    expect((await ask(url)).text).toBe("größer 🌊 – наука");
  });

  test("keeps no memory: equal questions are asked each time", async () => {
    const { url, requests } = await started({ answer: ({ body }) => `drawn from ${body.seed}` });
    const model = openaiCompatible({ url, model: "test-model" });
    const replies = await Promise.all(
      [1, 2].map((seed) => model.generate({ ...question, callId: `call-${seed}`, seed })),
    );
    expect(replies.map(({ text }) => text).sort()).toEqual(["drawn from 1", "drawn from 2"]);
    expect(requests).toHaveLength(2);
  });
});

describe("an endpoint that turns a schema down", () => {
  test("with auto costs one call to be made again, and is then asked in words, which replies say", async () => {
    const { url, requests } = await started({
      fault: ({ body }) => (body.response_format ? "no schema" : undefined),
    });
    const model = openaiCompatible({ url, model: "test-model" });
    const fault = await faultOf(model.generate({ ...question, schema }));
    expect(fault).toMatchObject({
      kind: "wait",
      retryAfter: 0,
      message: "test-model: the endpoint takes no JSON Schema: it is asked again without",
    });
    const reply = await model.generate({ ...question, schema });
    expect(reply.warnings).toEqual([
      "the endpoint takes no JSON Schema: the form of the answer was asked for in words alone",
    ]);
    expect(requests.map(({ body }) => body.response_format !== undefined)).toEqual([true, false]);
  });

  test("with true stops, in the endpoint's words and with the setting that mends it", async () => {
    const { url } = await started({ fault: () => "no schema" });
    expect(await faultOf(ask(url, { structured: true }, {}, { schema }))).toMatchObject({
      kind: "stop",
      message:
        "test-model: the endpoint answered with status 400: response_format is not supported by this model (invalid_request_error): set `structured: false` in the model's settings",
    });
  });
});

describe("what goes wrong", () => {
  const status = "test-model: the endpoint answered with status";
  test.each<[Fault, Partial<AgentFault>]>([
    ["429", { kind: "wait", message: `${status} 429: too many requests (rate_limit_exceeded)` }],
    ["429 after seconds", { kind: "wait", retryAfter: 2000 }],
    ["429 after a date", { kind: "wait", retryAfter: 5_400_000 }],
    ["429 after milliseconds", { kind: "wait", retryAfter: 1500 }],
    ["500", { kind: "wait", message: `${status} 500: internal error (server_error)` }],
    ["503 after seconds", { kind: "wait", retryAfter: 7_200_000 }],
    ["error inside", { kind: "wait", message: `${status} 429: the upstream is busy` }],
    [
      "quota",
      {
        kind: "stop",
        message: `${status} 429: you exceeded your current quota (insufficient_quota); the run can be resumed when the account is in order`,
      },
    ],
    ["bad request", { kind: "stop", message: `${status} 400: unknown field foo (invalid_request_error)` }],
    [
      "filter status",
      { kind: "refused", message: `${status} 400: the prompt was filtered (content_filter)` },
    ],
    ["refusal", { kind: "refused", message: "test-model: the model refuses: I cannot help with that." }],
    ["filter", { kind: "refused", message: "test-model: a content filter kept the answer back" }],
    [
      "cut short",
      {
        kind: "invalid",
        message:
          "test-model: the answer was cut short at maxTokens (5): it must be shorter, or maxTokens higher",
      },
    ],
    ["empty", { kind: "invalid", message: "test-model: the answer is empty" }],
    ["too long", { kind: "invalid", message: "test-model: the answer is longer than 4000000 bytes" }],
    [
      "no json",
      {
        kind: "wait",
        message:
          "test-model: wanted a chat completion, got a body that is no JSON, or only the beginning of it",
      },
    ],
    [
      "wrong json",
      { kind: "wait", message: "test-model: wanted a chat completion, got a body without a choice" },
    ],
    [
      "no choices",
      { kind: "wait", message: "test-model: wanted a chat completion, got a body without a choice" },
    ],
    ["truncated", { kind: "wait" }],
    ["reset", { kind: "wait" }],
    [
      "web page",
      {
        kind: "stop",
        message:
          "test-model: wanted a chat completion, got a web page: is the address right? (it usually ends in /v1)",
      },
    ],
    [
      "moved",
      {
        kind: "stop",
        message: `${status} 307: it has moved to http://127.0.0.1:1/elsewhere; give its new address as url`,
      },
    ],
    ["hang", { kind: "timeout", message: "test-model: no answer within 0.2 seconds" }],
  ])("%s", async (kind, wanted) => {
    const { url, requests } = await started({ fault: () => kind });
    const fault = await faultOf(ask(url, {}, kind === "hang" ? { timeout: 0.2 } : {}, { maxTokens: 5 }));
    expect(fault).toMatchObject(wanted);
    if (wanted.retryAfter === undefined) expect(fault.retryAfter).toBeUndefined();
    expect(requests).toHaveLength(1);
  });

  test("an answer that cannot be used says what it cost", async () => {
    const { url } = await started({ fault: ({ id }) => (id === "a" ? "cut short" : "refusal") });
    expect((await faultOf(ask(url, {}, {}, { callId: "a" }))).call).toEqual({
      model: "test-model",
      fingerprint: "fp_test",
      usage: { input: 6, output: 1 },
      text: "half an ans",
    });
    expect((await faultOf(ask(url, {}, {}, { callId: "b" }))).call).toEqual({
      model: "test-model",
      fingerprint: "fp_test",
      usage: { input: 6, output: 1 },
    });
  });

  test("a body that stops in the middle for good runs out of time", async () => {
    const { url } = await started({ pieces: 100, answer: () => "x".repeat(1000) });
    const fault = await faultOf(ask(url, {}, { timeout: 0.1 }));
    expect(fault).toMatchObject({ kind: "timeout", message: "test-model: no answer within 0.1 seconds" });
  });

  test("nobody listening, and a host that does not exist", async () => {
    const { url, close } = await faultServer();
    await close();
    expect(await faultOf(ask(url))).toMatchObject({
      kind: "wait",
      message: expect.stringMatching(/^test-model: the connection failed \(ECONNREFUSED/),
    });
    const nowhere = await faultOf(ask("http://nowhere.invalid/v1"));
    // A machine without a name server says EAI_AGAIN: try again.
    expect(["stop", "wait"]).toContain(nowhere.kind);
    if (nowhere.kind === "stop") expect(nowhere.message).toContain("ENOTFOUND");
  });

  test("a server that does not speak HTTP", async () => {
    const server = createServer((socket) => void socket.write("hello\r\n\r\n", () => socket.destroy()));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    expect(await faultOf(ask(`http://127.0.0.1:${port}/v1`))).toMatchObject({ kind: "wait" });
    await new Promise((resolve) => server.close(resolve));
  });

  test("the run ends the call", async () => {
    const { url } = await started({ fault: () => "hang" });
    const end = new AbortController();
    const model = openaiCompatible({ url, model: "test-model" });
    const call = faultOf(model.generate(question, { signal: end.signal }));
    end.abort();
    expect(await call).toMatchObject({ kind: "timeout", message: "test-model: the run ended the call" });
    expect(await faultOf(model.generate(question, { signal: end.signal }))).toMatchObject({
      kind: "timeout",
    });
  });
});

describe("keys", () => {
  test("are blanked in what the endpoint says, also in an answer and in the name of the model", async () => {
    const { url } = await started({
      fault: ({ id }) => (id === "a" ? "unauthorized" : undefined),
      answer: ({ headers }) =>
        `you sent ${headers.authorization}, in JSON ${JSON.stringify(headers.authorization)}`,
      model: ({ headers }) => `model of ${encodeURIComponent(String(headers.authorization))}`,
    });
    const settings = { keyFrom: "TEST_KEY" };
    const fault = await faultOf(ask(url, settings, {}, { callId: "a" }));
    expect(fault.kind).toBe("stop");
    expect(fault.message).toBe(
      `test-model: the endpoint answered with status 401: wrong key Bearer [key] (invalid_request_error); is the key right, and may it use this model?`,
    );
    const reply = await ask(url, settings, {}, { callId: "b" });
    expect(reply.text).toBe('you sent Bearer [key], in JSON "Bearer [key]"');
    expect(reply.model).toBe("model of Bearer%20[key]");
    expect(JSON.stringify([fault, reply])).not.toContain("0123456789");
  });

  test("that are missing, or could go in no header, stop the run and are not shown", async () => {
    const { url, requests } = await started();
    expect(await faultOf(ask(url, { keyFrom: "OTHER_KEY" }))).toMatchObject({
      kind: "stop",
      message: "test-model: the environment variable OTHER_KEY is not set: it must hold the key",
    });
    const odd = { TEST_KEY: "sk-0123456789\nsecond" };
    expect(await faultOf(ask(url, { keyFrom: "TEST_KEY" }, { environment: odd }))).toMatchObject({
      kind: "stop",
      message: "test-model: the environment variable TEST_KEY holds characters that no key has",
    });
    expect(requests).toHaveLength(0);
    const padded = { TEST_KEY: ` ${KEY}\n` };
    await ask(url, { keyFrom: "TEST_KEY" }, { environment: padded });
    expect(requests[0]!.headers.authorization).toBe(`Bearer ${KEY}`);
  });
});

describe("settings that are refused", () => {
  const url = "http://localhost/v1";
  test.each<[object, string]>([
    [{ model: "m" }, "url is missing: it must be an address that begins with http:// or https://"],
    [
      { url: "localhost", model: "m" },
      'url must be an address that begins with http:// or https://, got "localhost"',
    ],
    [
      { url: "file:///etc/passwd", model: "m" },
      "url must be an address that begins with http:// or https://",
    ],
    [{ url: "https://a:b@host/v1", model: "m" }, "url must hold no password"],
    [
      { url: "https://host/v1?api_key=abc", model: "m" },
      "url must hold no key: name the environment variable with it as keyFrom or in headers",
    ],
    [{ url, model: "" }, "model must not be empty"],
    [
      { url, model: "m", keyFrom: KEY },
      "keyFrom must be the name of an environment variable, never a key itself",
    ],
    [{ url, model: "m", structured: "maybe" }, 'structured must be true, false or auto, got "maybe"'],
    [
      { url, model: "m", headers: { Authorization: `Bearer ${KEY}` } },
      "headers.Authorization must be { from: NAME }, the environment variable with its value: a key is never a setting",
    ],
    [{ url, model: "m", headers: { "a b": "c" } }, "headers must have names of headers"],
    [
      { url, model: "m", body: { messages: [] } },
      "body.messages must not be given: the request itself sets it",
    ],
    [{ url, model: "m", modle: 1 }, 'there is no setting "modle" (did you mean "model"?)'],
  ])("%j", (settings, message) => {
    let said = "";
    try {
      openaiCompatible(settings as EndpointSettings);
    } catch (cause) {
      said = (cause as Error).message;
    }
    expect(said).toContain(`openaiCompatible: ${message}`);
    expect(said).not.toContain("0123456789");
  });
});
