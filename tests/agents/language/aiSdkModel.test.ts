import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { MockLanguageModelV3 } from "ai/test";
import { afterEach, describe, expect, test } from "vitest";
import { AgentFault } from "../../../src/agents/AgentFault.ts";
import { aiSdkModel } from "../../../src/agents/language/aiSdkModel.ts";
import type { Load } from "../../../src/agents/language/aiSdkProvider.ts";
import type { LanguageRequest } from "../../../src/agents/language/LanguageModel.ts";
import { type FaultServer, type FaultServerOptions, faultServer } from "../../support/faultServer.ts";
import type { Fault } from "../../support/faultServerFaults.ts";

const question: LanguageRequest = {
  callId: "call-1",
  messages: [
    { role: "system", content: "You are Ann." },
    { role: "user", content: "Yes or no?" },
  ],
  schema: {
    type: "object",
    properties: { answer: { type: "string", enum: ["yes", "no"] } },
    required: ["answer"],
    additionalProperties: false,
  },
  temperature: 0.5,
  topP: 0.9,
  maxTokens: 20,
  seed: 12,
  stop: ["END"],
};

async function faultOf(call: Promise<unknown>): Promise<AgentFault> {
  const thrown = await call.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(thrown instanceof AgentFault)) throw new Error(`wanted an AgentFault, got ${thrown}`);
  return thrown;
}

interface Mocked {
  readonly text?: string;
  readonly finish?: "stop" | "length" | "content-filter" | "error" | "other";
  readonly throws?: Error;
  readonly unsupported?: string;
}

type Version = readonly [name: string, load: Load, mock: (mocked: Mocked) => MockLanguageModelV3];

/** Version 6 with its mock, and version 7 with its own where SPILLWAY_AI7 names its folder: it wants Node 22, so it is installed elsewhere. */
const versions: readonly Version[] = [
  ["6", (name: string) => import(name), (mocked: Mocked) => new MockLanguageModelV3(answering(mocked))],
  ...(process.env.SPILLWAY_AI7 === undefined ? [] : [await seventh(process.env.SPILLWAY_AI7)]),
];

async function seventh(folder: string): Promise<Version> {
  const within = (file: string): string => pathToFileURL(join(folder, file)).href;
  const { MockLanguageModelV4 } = (await import(within("dist/test/index.js"))) as {
    readonly MockLanguageModelV4: typeof MockLanguageModelV3;
  };
  return [
    "7",
    (name) => import(name === "ai" ? within("dist/index.js") : name),
    (mocked) => new MockLanguageModelV4(answering(mocked)),
  ];
}

function answering({ text = '{"answer":"yes"}', finish = "stop", throws, unsupported }: Mocked) {
  return {
    modelId: "asked-for",
    doGenerate: async () => {
      if (throws) throw throws;
      return {
        content: text === "" ? [] : [{ type: "text" as const, text }],
        finishReason: { unified: finish, raw: finish },
        usage: {
          inputTokens: { total: 11, noCache: 11, cacheRead: 0, cacheWrite: 0 },
          outputTokens: { total: 3, text: 3, reasoning: 0 },
        },
        response: { modelId: "returned" },
        warnings: unsupported === undefined ? [] : [{ type: "unsupported" as const, feature: unsupported }],
      };
    },
  };
}

describe.each(versions)("version %s of the SDK", (_version, load, mock) => {
  test("gives text, tokens, the model that answered and warnings", async () => {
    const model = mock({ unsupported: "seed" });
    expect(await aiSdkModel(model, { load }).generate(question)).toEqual({
      text: '{"answer":"yes"}',
      model: "returned",
      usage: { input: 11, output: 3 },
      finish: "stop",
      warnings: ["seed is not supported"],
    });
    expect(model.doGenerateCalls).toHaveLength(1);
    expect(model.doGenerateCalls[0]).toMatchObject({
      temperature: 0.5,
      topP: 0.9,
      maxOutputTokens: 20,
      seed: 12,
      stopSequences: ["END"],
      responseFormat: { type: "json", name: "answer", schema: question.schema },
      prompt: [
        { role: "system", content: "You are Ann." },
        { role: "user", content: [{ type: "text", text: "Yes or no?" }] },
      ],
    });
  });

  test("leaves it to others whether an answer is good", async () => {
    const reply = await aiSdkModel(mock({ text: "Yes, I think." }), { load }).generate(question);
    expect(reply).toMatchObject({
      text: "Yes, I think.",
      model: "returned",
      usage: { input: 11, output: 3 },
      finish: "stop",
    });
  });

  test("asks for nothing that is not set", async () => {
    const model = mock({ text: "hello" });
    const { callId, messages } = question;
    expect((await aiSdkModel(model, { load }).generate({ callId, messages })).text).toBe("hello");
    const { seed, temperature, responseFormat } = model.doGenerateCalls[0]!;
    expect([seed, temperature]).toEqual([undefined, undefined]);
    expect(responseFormat?.type ?? "text").toBe("text");
  });

  test.each<[string, Mocked, Partial<AgentFault>]>([
    [
      "too long",
      { text: '{"ans', finish: "length" },
      {
        kind: "invalid",
        message:
          "asked-for: the answer was cut short at maxTokens (20): it must be shorter, or maxTokens higher",
        call: { model: "returned", usage: { input: 11, output: 3 }, text: '{"ans' },
      },
    ],
    ["filtered", { text: "", finish: "content-filter" }, { kind: "refused" }],
    ["empty", { text: "" }, { kind: "invalid", message: "asked-for: the answer is empty" }],
    ["broken off", { finish: "error" }, { kind: "wait" }],
    [
      "a key that is missing",
      { throws: named("AI_LoadAPIKeyError", "OpenAI API key is missing.") },
      { kind: "stop", message: "asked-for: OpenAI API key is missing." },
    ],
    [
      "a gateway that is busy",
      { throws: Object.assign(named("GatewayRateLimitError", "slow down"), { statusCode: 429 }) },
      { kind: "wait", message: "asked-for: the endpoint answered with status 429: slow down" },
    ],
    [
      "a connection that was reset",
      { throws: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }) },
      { kind: "wait", message: "asked-for: the connection failed (ECONNRESET, read ECONNRESET)" },
    ],
  ])("%s", async (_name, mocked, wanted) => {
    const model = mock(mocked);
    expect(await faultOf(aiSdkModel(model, { load }).generate(question))).toMatchObject(wanted);
    expect(model.doGenerateCalls).toHaveLength(1);
  });

  test("a fault of the program is none of the model", async () => {
    const call = aiSdkModel(mock({ throws: new RangeError("no such index") }), { load }).generate(question);
    await expect(call).rejects.toMatchObject({ name: "SpillwayError", message: "asked-for: no such index" });
  });
});

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

describe("a provider of the SDK on a server that misbehaves", () => {
  const open: FaultServer[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => server.close()));
  });
  const started = async (options: FaultServerOptions): Promise<FaultServer> => {
    const server = await faultServer(options);
    open.push(server);
    return server;
  };
  const modelAt = (url: string): object =>
    createOpenAICompatible({
      baseURL: url,
      name: "local",
      apiKey: "sk-0123456789-planted",
      supportsStructuredOutputs: true,
    }).chatModel("m");

  test("the whole way", async () => {
    const { url, requests, calls } = await started({ answer: () => '{"answer":"no"}', model: () => "m-2" });
    const reply = await aiSdkModel(modelAt(url)).generate(question);
    expect(reply).toMatchObject({ text: '{"answer":"no"}', model: "m-2", finish: "stop", warnings: [] });
    expect(requests[0]!.body).toMatchObject({
      seed: 12,
      max_tokens: 20,
      response_format: { type: "json_schema", json_schema: { schema: question.schema } },
    });
    expect([...calls.keys()]).toEqual(["call-1"]);
  });

  test.each<[Fault, Partial<AgentFault>]>([
    ["429", { kind: "wait" }],
    ["429 after seconds", { kind: "wait", retryAfter: 2000 }],
    ["429 after a date", { kind: "wait", retryAfter: 5_400_000 }],
    ["429 after milliseconds", { kind: "wait", retryAfter: 1500 }],
    ["500", { kind: "wait" }],
    ["503 after seconds", { kind: "wait", retryAfter: 7_200_000 }],
    ["reset", { kind: "wait" }],
    ["truncated", { kind: "wait" }],
    ["no json", { kind: "wait" }],
    ["wrong json", { kind: "wait" }],
    ["no choices", { kind: "wait" }],
    ["empty", { kind: "invalid" }],
    ["cut short", { kind: "invalid" }],
    ["filter", { kind: "refused" }],
    ["filter status", { kind: "refused" }],
    ["quota", { kind: "stop" }],
    ["bad request", { kind: "stop" }],
    ["hang", { kind: "timeout", message: "m: no answer within 0.2 seconds" }],
  ])("%s", async (fault, wanted) => {
    const { url, requests } = await started({ fault: () => fault });
    const options = fault === "hang" ? { timeout: 0.2 } : {};
    expect(await faultOf(aiSdkModel(modelAt(url), options).generate(question))).toMatchObject(wanted);
    expect(requests).toHaveLength(1);
  });

  test("a key in the environment is blanked", async () => {
    process.env.PLANTED_API_KEY = "sk-0123456789-planted";
    try {
      const { url } = await started({ fault: () => "unauthorized" });
      const fault = await faultOf(aiSdkModel(modelAt(url)).generate(question));
      expect(fault.message).toContain("status 401: wrong key Bearer [key]");
      expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain("planted");
    } finally {
      delete process.env.PLANTED_API_KEY;
    }
  });

  test("the run ends the call", async () => {
    const { url } = await started({ fault: () => "hang" });
    const signal = AbortSignal.timeout(100);
    expect(await faultOf(aiSdkModel(modelAt(url)).generate(question, { signal }))).toMatchObject({
      kind: "timeout",
      message: "m: the run ended the call",
    });
  });
});

describe("provider/model", () => {
  const packages = (loaded: Readonly<Record<string, unknown>>): Load => {
    return async (name) => (name === "ai" ? import("ai") : (loaded[name] as Record<string, unknown>));
  };
  const instance = (id: string): object => new MockLanguageModelV3({ ...answering({}), modelId: id });

  test.each([
    ["openai/gpt-x", "@ai-sdk/openai", { openai: instance }],
    ["google-vertex/gemini/x", "@ai-sdk/google-vertex", { vertex: instance, createVertex: 1 }],
    ["some-new/m", "@ai-sdk/some-new", { someNew: instance }],
    ["plain/m", "@ai-sdk/plain", { default: instance }],
  ])("%s is a model of %s", async (text, name, exported) => {
    const model = aiSdkModel(text, { load: packages({ [name]: exported }) });
    expect(await model.generate(question)).toMatchObject({ text: '{"answer":"yes"}' });
  });

  test("a package that is absent stops the run and says what to install", async () => {
    expect(await faultOf(aiSdkModel("nobody/m").generate(question))).toMatchObject({
      kind: "stop",
      message:
        "the model nobody/m: needs the package @ai-sdk/nobody: install it with: npm install @ai-sdk/nobody",
    });
  });

  test("a package without a ready-made provider, and a text that names none", async () => {
    expect(await faultOf(aiSdkModel("openai-compatible/m").generate(question))).toMatchObject({
      kind: "stop",
      message:
        "model: the package @ai-sdk/openai-compatible has no provider that works without settings: make the model in TypeScript and give it to languageOf",
    });
    for (const text of ["gpt-x", "../x/y", "Open AI/x", "a/"]) {
      expect((await faultOf(aiSdkModel(text).generate(question))).message).toBe(
        `model: wanted provider/model such as openai/gpt-5-mini, got "${text}"`,
      );
    }
  });

  test("another package than the SDK under its name", async () => {
    const load: Load = async () => ({ generateText: 1 });
    expect((await faultOf(aiSdkModel("openai/m", { load }).generate(question))).message).toBe(
      "model: wanted the package ai in version 6 or 7, got another one: npm install ai@6",
    );
  });
});
