import { MockLanguageModelV3 } from "ai/test";
import { describe, expect, test } from "vitest";
import { AgentFault } from "../../../src/agents/AgentFault.ts";
import { judgeReply } from "../../../src/agents/endpoint/judgeReply.ts";
import { aiSdkModel } from "../../../src/agents/language/aiSdkModel.ts";
import { chatReply } from "../../../src/agents/language/chatReply.ts";
import { readAnswer } from "../../../src/agents/program/readAnswer.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A good reply of each dialect, as its documentation has it. */
const GOOD: Readonly<Record<string, Fields>> = {
  chat: {
    id: "c",
    object: "chat.completion",
    model: "m",
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: "yes", refusal: null, tool_calls: [], function_call: null },
        finish_reason: "stop",
        stop_reason: null,
        native_finish_reason: "STOP",
        error: null,
        content_filter_results: { hate: { filtered: false, severity: "safe" } },
      },
    ],
    prompt_filter_results: [{ content_filter_results: { jailbreak: { filtered: false, detected: false } } }],
    usage: { prompt_tokens: 9, completion_tokens: 1, total_tokens: 10 },
    error: null,
  },
  responses: {
    object: "response",
    status: "completed",
    error: null,
    incomplete_details: null,
    text: { format: { type: "json_schema", schema: { properties: { error: { type: "string" } } } } },
    output: [
      { type: "reasoning", status: "completed", summary: [] },
      {
        type: "message",
        status: "completed",
        role: "assistant",
        content: [{ type: "output_text", text: "yes" }],
      },
    ],
  },
  messages: {
    type: "message",
    role: "assistant",
    content: [{ type: "text", text: "yes" }],
    stop_reason: "end_turn",
    stop_sequence: null,
  },
  ollama: { model: "m", message: { role: "assistant", content: "yes" }, done: true, done_reason: "stop" },
  gemini: {
    candidates: [
      {
        content: { parts: [{ text: "yes" }], role: "model" },
        finishReason: "STOP",
        safetyRatings: [{ category: "x", blocked: false }],
      },
    ],
    promptFeedback: { blockReason: null },
  },
  llamaCpp: { content: "yes", stop: true, stop_type: "eos", truncated: false, stopped_limit: false },
};

/** Every field in which the dialects can say "not whole, not good", with the values of their documentation, and one that nobody knows. */
const BAD: readonly (readonly [dialect: keyof typeof GOOD, path: string, values: readonly unknown[]])[] = [
  [
    "chat",
    "choices.0.finish_reason",
    [
      "length",
      "content_filter",
      "tool_calls",
      "function_call",
      "error",
      "unknown",
      "insufficient_system_resource",
      null,
      "",
      7,
      "max_tokens",
      "novel",
    ],
  ],
  ["chat", "choices.0.stop_reason", ["max_tokens", "refusal", "novel"]],
  ["chat", "choices.0.native_finish_reason", ["MAX_TOKENS", "SAFETY", "RECITATION", "OTHER", "novel"]],
  ["chat", "choices.0.error", [{ code: 502, message: "upstream" }, "broken", true, ["x"]]],
  ["chat", "choices.0.message.refusal", ["I cannot help with that.", [{ type: "refusal" }]]],
  ["chat", "choices.0.message.tool_calls", [[{ id: "1", function: { name: "f", arguments: "{}" } }]]],
  ["chat", "choices.0.message.function_call", [{ name: "f", arguments: "{}" }]],
  ["chat", "choices.0.message.role", ["user", "system", "tool", "novel"]],
  [
    "chat",
    "choices.0.message.content",
    [
      null,
      "",
      " \n",
      [],
      {},
      7,
      [{ type: "refusal", refusal: "no" }],
      [{ type: "image_url" }],
      [{ type: "novel", text: "yes" }],
      [{ type: "tool_use" }],
    ],
  ],
  ["chat", "choices.0.content_filter_results.hate.filtered", [true]],
  ["chat", "prompt_filter_results.0.content_filter_results.jailbreak.filtered", [true]],
  ["chat", "choices.0.index", [1, -1, "0"]],
  ["chat", "choices.0.message", [null, undefined, "yes"]],
  ["chat", "choices", [[], null, undefined, "yes", [{}, {}]]],
  ["chat", "object", ["chat.completion.chunk", "text_completion", "response", "error", "list", "novel", 7]],
  ["chat", "type", ["error", "novel"]],
  ["chat", "error", [{ message: "overloaded", code: 503 }, { message: "x" }, "broken", true, ["x"]]],
  ["chat", "errors", [["x"], [{ message: "x" }]]],
  ["chat", "status", ["failed", "incomplete", "cancelled", "in_progress", "queued", 500, "novel"]],
  [
    "chat",
    "incomplete_details",
    [{ reason: "max_output_tokens" }, { reason: "content_filter" }, { reason: "novel" }],
  ],
  ["chat", "truncated", [true]],
  ["chat", "success", [false]],
  ["chat", "done", [false]],
  ["chat", "x_groq", [{ error: "over capacity" }]],
  ["responses", "status", ["failed", "incomplete", "cancelled", "in_progress", "queued", "novel"]],
  ["responses", "error", [{ code: "server_error", message: "x" }]],
  [
    "responses",
    "incomplete_details",
    [{ reason: "max_output_tokens" }, { reason: "content_filter" }, { reason: "novel" }],
  ],
  ["responses", "output.1.status", ["incomplete", "in_progress", "novel"]],
  ["responses", "output.1.content.0.type", ["refusal"]],
  ["responses", "output.1.type", ["function_call"]],
  ["messages", "type", ["error"]],
  [
    "messages",
    "stop_reason",
    ["max_tokens", "tool_use", "pause_turn", "refusal", "model_context_window_exceeded", "novel"],
  ],
  ["messages", "content.0.type", ["tool_use"]],
  ["ollama", "done", [false]],
  ["ollama", "done_reason", ["length", "load", "unload", "novel"]],
  ["ollama", "error", ["model runner has unexpectedly stopped"]],
  [
    "gemini",
    "candidates.0.finishReason",
    [
      "MAX_TOKENS",
      "SAFETY",
      "RECITATION",
      "LANGUAGE",
      "OTHER",
      "BLOCKLIST",
      "PROHIBITED_CONTENT",
      "SPII",
      "MALFORMED_FUNCTION_CALL",
      "IMAGE_SAFETY",
      "UNEXPECTED_TOOL_CALL",
      "FINISH_REASON_UNSPECIFIED",
      null,
      "NOVEL",
    ],
  ],
  ["gemini", "candidates.0.safetyRatings.0.blocked", [true]],
  ["gemini", "promptFeedback.blockReason", ["SAFETY", "OTHER", "NOVEL"]],
  ["llamaCpp", "truncated", [true]],
  ["llamaCpp", "stopped_limit", [true]],
  ["llamaCpp", "stop_type", ["limit", "none", "novel"]],
];

const CASES = BAD.flatMap(([dialect, path, values]) =>
  values.map((value) => [dialect, path, value] as const),
);

/** A copy with one value changed. */
function changed(given: Fields, path: string, value: unknown): Fields {
  const copy = structuredClone(given) as Record<string, unknown>;
  const keys = path.split(".");
  const last = keys.pop()!;
  const at = keys.reduce<Record<string, unknown>>(
    (inner, key) => inner[key] as Record<string, unknown>,
    copy,
  );
  at[last] = value;
  return copy;
}

const context = { who: "m", model: "m", maxTokens: 50, clean: (text: string): string => text };
const answerOf = (body: unknown): { status: number; header: () => null; body: string } => ({
  status: 200,
  header: () => null,
  body: JSON.stringify(body),
});

function faultOf(work: () => unknown): AgentFault {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof AgentFault) return thrown;
    throw thrown;
  }
  throw new Error("it passed as an answer");
}

describe("a reply that says of itself, anywhere, that it is none", () => {
  test.each(Object.entries(GOOD))("nothing speaks against a good one: %s", (_, reply) => {
    expect(judgeReply(reply)).toBeUndefined();
  });

  test("the good chat completion is an answer", () => {
    expect(chatReply(answerOf(GOOD.chat), context)).toMatchObject({ text: "yes", finish: "stop" });
  });

  test.each(CASES.filter(([dialect]) => dialect !== "chat"))("%s: %s = %j", (dialect, path, value) => {
    const flaw = judgeReply(changed(GOOD[dialect]!, path, value));
    expect(flaw?.words).toBeTruthy();
  });

  test.each(CASES.filter(([dialect]) => dialect === "chat"))("%s: %s = %j is no answer", (_, path, value) => {
    const fault = faultOf(() => chatReply(answerOf(changed(GOOD.chat!, path, value)), context));
    expect(["wait", "invalid", "refused", "stop"]).toContain(fault.kind);
    expect(fault.message.length).toBeLessThan(2000);
  });

  test.each(Object.entries(GOOD).filter(([dialect]) => dialect !== "chat"))(
    "another interface's reply is no chat completion, and the address is named: %s",
    (_, reply) => {
      const fault = faultOf(() => chatReply(answerOf(reply), context));
      expect([fault.kind, fault.doubt]).toEqual(["stop", "no-answer"]);
      expect(fault.message).toContain("/v1");
    },
  );

  test("cut at every byte, it is none", () => {
    const { body } = answerOf(GOOD.chat);
    for (let end = 0; end < body.length; end++)
      expect(faultOf(() => chatReply({ ...answerOf({}), body: body.slice(0, end) }, context)).kind).not.toBe(
        "refused",
      );
  });

  test("a text at which the answer was to end is a good end, and the words of the model are not looked at", () => {
    const stopped = changed(GOOD.chat!, "choices.0.stop_reason", "END");
    expect(chatReply(answerOf(stopped), { ...context, stop: ["END"] }).text).toBe("yes");
    const words = changed(
      GOOD.chat!,
      "choices.0.message.content",
      '{"error": "status failed", "truncated": true}',
    );
    expect(chatReply(answerOf(words), context).text).toContain("failed");
  });
});

describe("the AI SDK", () => {
  const modelOf = (
    finish: string,
    raw: unknown,
    content: readonly object[] = [{ type: "text", text: "yes" }],
  ) =>
    aiSdkModel(
      new MockLanguageModelV3({
        doGenerate: async () =>
          ({
            content,
            finishReason: { unified: finish, raw: finish },
            usage: {
              inputTokens: { total: 11, noCache: 11, cacheRead: 0, cacheWrite: 0 },
              outputTokens: { total: 3, text: 3, reasoning: 0 },
            },
            response: { modelId: "m", body: raw },
            warnings: [],
          }) as never,
      }),
    );
  const ask = (model: ReturnType<typeof modelOf>): Promise<unknown> =>
    model
      .generate({ callId: "c", messages: [{ role: "user", content: "Well?" }] })
      .catch((thrown: unknown) => thrown);

  test("a good result is an answer, whatever the dialect of what it is made of", async () => {
    for (const reply of Object.values(GOOD))
      expect(await ask(modelOf("stop", reply))).toMatchObject({ text: "yes", finish: "stop" });
    // A form that is asked for by a call of a tool is the SDK's way with some providers.
    const byTool = {
      ...GOOD.messages,
      stop_reason: "tool_use",
      content: [{ type: "tool_use", name: "json" }],
    };
    expect(await ask(modelOf("stop", byTool))).toMatchObject({ text: "yes" });
  });

  test.each(["length", "content-filter", "error", "tool-calls", "other", "unknown", "novel"])(
    "a result that ended with %s is none",
    async (finish) => expect(await ask(modelOf(finish, {}))).toBeInstanceOf(AgentFault),
  );

  test("what the provider's own reply says counts too, and calls of tools are no answer", async () => {
    const cut = changed(GOOD.gemini!, "candidates.0.finishReason", "MAX_TOKENS");
    expect(await ask(modelOf("stop", cut))).toMatchObject({ name: "AgentFault", kind: "invalid" });
    const tool = { type: "tool-call", toolCallId: "1", toolName: "f", input: "{}" };
    expect(await ask(modelOf("stop", {}, [{ type: "text", text: "yes" }, tool]))).toBeInstanceOf(AgentFault);
  });
});

describe("programs and services of the study", () => {
  const action = { said: "yes", state: { error: "mine", done: false } };

  test("say what they like in what they say and keep", () => {
    expect(readAnswer("http", { id: 1, action, call: null })).toEqual(action);
  });

  test.each<[string, Fields]>([
    ["status", { status: "failed" }],
    ["done", { done: false }],
    ["partial", { partial: true }],
    ["errors", { errors: ["x"] }],
    ["finish_reason", { finish_reason: "length" }],
    ["refusal", { refusal: "no" }],
    ["unknown", { status: "novel" }],
  ])("are taken at their word about everything else: %s", (_, more) => {
    expect(faultOf(() => readAnswer("http", { action, ...more })).kind).toBe("invalid");
    expect(faultOf(() => readAnswer("http", { action: { ...action, call: more } })).kind).toBe("invalid");
  });
});
