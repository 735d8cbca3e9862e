import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { View } from "../../../../src/agents/Agent.ts";
import { AgentFault } from "../../../../src/agents/AgentFault.ts";
import { language } from "../../../../src/agents/language/language.ts";
import { openaiCompatible } from "../../../../src/agents/language/openaiCompatible.ts";
import { neighboursTool } from "../../../../src/agents/language/tools/neighboursTool.ts";
import { toolSteps } from "../../../../src/agents/language/tools/toolStep.ts";
import { callInWords } from "../../../../src/agents/language/tools/toolWords.ts";
import type { Json } from "../../../../src/core/canonicalJson.ts";
import { rng } from "../../../../src/core/rng.ts";
import { check } from "../../../../src/experiment/check.ts";
import { studyCost } from "../../../../src/experiment/studyCost.ts";
import { readTranscript } from "../../../../src/experiment/transcript/readTranscript.ts";
import { remadePrompts } from "../../../../src/experiment/transcript/remadePrompts.ts";
import { fromEdges } from "../../../../src/network/fromEdges.ts";
import { transcriptData } from "../../../../src/report/transcript/transcriptData.ts";
import { prepareStudy } from "../../../../src/study/prepareStudy.ts";
import { parseStudy } from "../../../../src/study-file/parseStudy.ts";
import { traceRun } from "../../../../src/trace/traceRun.ts";
import type { ServedCall } from "../../../support/faultServer.ts";
import { brought, type Called, type Says } from "./toolServer.ts";
import { checksOf, journalIn, N, stepsIn, toolBench, toolStudy } from "./toolStudy.ts";

const bench = toolBench();
afterAll(bench.close);
const CALC = "[{ kind: calculate }]";

/** The step that calls once, and answers with what that brought. */
const once =
  (name: string, given: unknown) =>
  (call: ServedCall): Says =>
    brought(call).length === 0 ? [[name, given]] : "7";

test("a turn calls tools, gets what they bring, and answers; the journal has it, prompts are made again from it", async () => {
  const says = (call: ServedCall): Says => {
    const [first, second] = brought(call);
    if (first === undefined) return [["calculate", { formula: "(3 + 4) * 2" }]];
    if (second === undefined) return [["prices", { key: "bread" }]];
    return String(Number(first) + Number(JSON.parse(second).price));
  };
  const server = await bench.serve(says);
  const source = toolStudy(
    server.url,
    "[{ kind: calculate }, { kind: lookup, name: prices, key: product, table: [{ product: bread, price: 2 }] }]",
    "    memory: all\n    memoryAs: messages",
  );
  const out = await bench.played(source);
  const { turns, attempts } = journalIn(out);
  expect(turns.map(({ outcome, attempts: tries }) => [outcome, tries])).toEqual(Array(2 * N).fill([16, 3]));
  expect(server.requests).toHaveLength(3 * 2 * N);
  const [one, two] = stepsIn(attempts);
  expect([one, two].map((step) => step!.calls)).toEqual([
    [{ tool: "calculate", arguments: { formula: "(3 + 4) * 2" }, result: "14" }],
    [{ tool: "prices", arguments: { key: "bread" }, result: '{"product":"bread","price":2}' }],
  ]);
  expect(one!.prompt).toMatch(/^Round 1, (treated|control): how much\?/);
  expect(two!.prompt).toBe("14");
  // Each call is charged, and the line of a turn has the sum.
  for (const turn of turns) {
    const own = attempts.filter(({ callId }) => callId === turn.callId);
    const before = own.reduce((sum, { call }) => sum + call!.usage!.input, 0);
    expect(own).toHaveLength(2);
    expect(turn.usage!.input).toBeGreaterThan(before);
  }
  // Calls have ids and seeds of their own, and tools are offered as long as they may be called.
  expect(new Set(server.requests.map(({ id }) => id)).size).toBe(server.requests.length);
  expect(new Set(server.requests.map(({ body }) => body.seed)).size).toBe(server.requests.length);
  expect(
    server.requests.every(({ body }) => Array.isArray(body.tools) && body.response_format === undefined),
  ).toBe(true);
  // A transcript shows the steps, and takes none for a failure.
  const { steps, because, texts } = transcriptData(readTranscript(out));
  expect(texts[steps[0]!]).toBe(
    'calculate {"formula":"(3 + 4) * 2"}\n→ 14\n\nprices {"key":"bread"}\n→ {"product":"bread","price":2}',
  );
  expect(because.every((place) => place === -1)).toBe(true);
  const prepared = prepareStudy(await parseStudy(source));
  const plan = JSON.parse(readFileSync(join(out, "plan.json"), "utf8"));
  const promptOf = remadePrompts(prepared, plan)!;
  const sent = new Set(
    server.requests.map(({ body }) =>
      JSON.stringify(body.messages!.map(({ role, content }) => [role, content ?? ""])),
    ),
  );
  for (const line of readFileSync(join(out, "journal.jsonl"), "utf8").trim().split("\n")) {
    const read = JSON.parse(line);
    if (read.type !== "turn" && read.type !== "attempt") continue;
    const made = (await promptOf(read)).map(({ role, content }) => [role, content]);
    expect(sent).toContain(JSON.stringify(made));
  }
  // Traces take a step for no error, and tell what was called and what came of it.
  const spans: string[] = [];
  for await (const span of traceRun(out, { content: true })) spans.push(JSON.stringify(span));
  const calls = spans.filter((span) => span.includes('"chat '));
  expect(calls).toHaveLength(3 * turns.length);
  expect(calls.filter((span) => span.includes("error.type"))).toEqual([]);
  expect(calls.filter((span) => span.includes("experiment.step"))).toHaveLength(2 * turns.length);
  expect(calls[2]).toMatch(/tool_call_response.*call00001/);
});

test("after the last call the answer is asked for without tools, in its form", async () => {
  const server = await bench.serve(({ body }) =>
    body.tool_choice === "none" ? "7" : [["calculate", { formula: "1 + 1" }]],
  );
  const source = toolStudy(server.url, CALC, "    steps: 3");
  const out = await bench.played(source);
  const { turns, attempts } = journalIn(out);
  expect(turns.every(({ outcome, attempts: tries }) => outcome === 7 && tries === 4)).toBe(true);
  expect(stepsIn(attempts)).toHaveLength(3 * turns.length);
  const last = server.requests.filter(({ body }) => body.tool_choice === "none");
  expect(last).toHaveLength(turns.length);
  for (const { body } of last) {
    expect(body.response_format).toBeDefined();
    expect(body.messages!.at(-1)!.content).toBe("2\n\nYou have no calls of tools left: answer now.");
  }
  // What is foreseen is what came, and no less money.
  const cost = studyCost(await parseStudy(source));
  expect(cost.calls).toBe(server.requests.length);
  expect(cost.money!).toBeGreaterThan(turns.reduce((sum, turn) => sum + turn.cost!, 0));
  expect(check(await parseStudy(source)).agents.tools).toEqual([{ tools: ["calculate"], steps: 3 }]);
});

test("of many calls in one reply as many are made as are left, and the others are counted", async () => {
  const many = [
    ["abacus", {}],
    ...Array.from({ length: 499 }, (_, k) => ["calculate", { formula: String(k) }]),
  ] as Called[];
  const server = await bench.serve((call) => (brought(call).length === 0 ? many : "7"));
  const out = await bench.played(toolStudy(server.url, CALC, "    steps: 3"));
  const { turns, attempts } = journalIn(out);
  expect(turns.every(({ outcome }) => outcome === 7)).toBe(true);
  for (const { calls, beyond } of stepsIn(attempts)) {
    expect(calls.map(({ result }) => result)).toEqual([undefined, "0", "1"]);
    expect(beyond).toBe(497);
  }
  expect(server.requests.at(-1)!.body.messages!.at(-1)!.content).toContain("497 more calls were not made");
  const { tools, notes } = await checksOf(out, toolStudy(server.url, CALC, "    steps: 3"));
  expect(tools!.uses.map(({ arm, tool, calls, errors }) => [arm, tool, calls, errors.unknown])).toEqual([
    ["control", "(no such tool)", 4, 4],
    ["control", "calculate", 8, 0],
    ["treated", "(no such tool)", 4, 4],
    ["treated", "calculate", 8, 0],
  ]);
  expect(notes.join()).toContain(
    "calls of tools without a result, by arm: control 4 of 12 ((no such tool) 4); treated 4 of 12",
  );
  expect(tools!.beyond.reduce((sum, { calls }) => sum + calls, 0)).toBe(497 * turns.length);
  expect(notes.join()).toContain(
    "calls of tools beyond the bound of their turn, which were not made: control 1988, treated 1988",
  );
});
const deep = `${"[".repeat(1500)}${"]".repeat(1500)}`;
/** What models give that is no call of a tool: a name, arguments, and how the fault is classed. */
const HOSTILE: readonly (readonly [name: unknown, given: unknown, fault: string])[] = [
  ["calculator", { formula: "1" }, "unknown"],
  ["", {}, "unknown"],
  ["__proto__", { formula: "1" }, "unknown"],
  ["constructor", {}, "unknown"],
  ["../../etc/passwd", {}, "unknown"],
  ["x".repeat(100_000), {}, "unknown"],
  ["<script>alert(1)</script>", {}, "unknown"],
  ["calculate", "formula = 1", "arguments"],
  ["calculate", "{", "arguments"],
  ["calculate", "null", "arguments"],
  ["calculate", "[1]", "arguments"],
  ["calculate", "42", "arguments"],
  ["calculate", deep, "arguments"],
  ["calculate", `{"formula": ${deep}}`, "arguments"],
  ["calculate", `{"formula": ${"[".repeat(90_000)}${"]".repeat(90_000)}}`, "arguments"],
  ["calculate", {}, "arguments"],
  ["calculate", { formula: 5 }, "arguments"],
  ["calculate", { formula: "" }, "arguments"],
  ["calculate", { formula: "1", more: true }, "arguments"],
  ["calculate", '{"formula": "1", "__proto__": {"formula": "2"}}', "arguments"],
  ["calculate", '{"__proto__": {"formula": "1"}}', "arguments"],
  ["calculate", { formula: `1${" + 1".repeat(50_000)}` }, "arguments"],
  ["calculate", { formula: "process.exit(1)" }, "failed"],
  ["calculate", { formula: "import('fs')" }, "failed"],
  ["calculate", { formula: "1 / 0" }, "failed"],
  ["calculate", { formula: "(".repeat(400) }, "failed"],
  ["prices", { key: "../../etc/passwd" }, "failed"],
  ["prices", { key: "constructor" }, "failed"],
  ["prices", { key: "__proto__" }, "failed"],
  ["prices", { key: "{{ arm }}" }, "failed"],
];

test("names and arguments that are anything at all are errors for the model, with a bound", async () => {
  const server = await bench.serve((call) => {
    const [name, given] = HOSTILE[brought(call).length] ?? [];
    return brought(call).length < HOSTILE.length ? [[name, given]] : "7";
  });
  const agents = language({
    model: { url: server.url, model: "m" },
    prompt: "How much?",
    answer: { kind: "number", from: 0, to: 100 },
    steps: 50,
    tools: [
      { kind: "calculate" },
      { kind: "lookup", name: "prices", key: "product", table: [{ product: "bread", price: 2 }] },
    ],
  });
  const network = fromEdges([["a", "b"]]);
  const agent = agents.create({ network, arms: ["treated"], rng: rng(1) })(0);
  const view = { world: 0, round: 1, rounds: 1, agent: "a", arm: "treated", heard: [], rng: rng(1) };
  const steps: Json[] = [];
  let outcome: number | undefined;
  for (let k = 0; k <= HOSTILE.length && outcome === undefined; k++) {
    const reply = await Promise.resolve(
      agent({ ...view, ...(k === 0 ? {} : { retry: { attempt: 1, because: "", steps } }) }),
    ).catch((thrown: AgentFault) => thrown);
    if (reply instanceof AgentFault) {
      expect(reply.kind).toBe("step");
      expect(JSON.stringify(reply.call).length).toBeLessThan(20_000);
      steps.push(reply.call!.step!);
    } else ({ outcome } = reply);
  }
  expect(outcome).toBe(7);
  const made = toolSteps(steps).flatMap(({ calls }) => calls);
  expect(made.map(({ fault }) => fault)).toEqual(HOSTILE.map(([, , fault]) => fault));
  for (const { tool, error, result } of made) {
    expect(tool.length).toBeLessThanOrEqual(64);
    expect(error!.length).toBeLessThanOrEqual(500);
    expect(result).toBeUndefined();
  }
  expect(brought(server.requests.at(-1)!).at(-1)).toContain('error: there is no "{{ arm }}"');
});

test("in words a call is JSON in the reply, and what it brings is the next message", async () => {
  const server = await bench.serveWords({
    answer: ({ body }) => {
      const { content } = body.messages!.at(-1)!;
      const [, result] = /^Result of sum:\n(\d+)/.exec(content) ?? [];
      if (result !== undefined) return result;
      return content.startsWith("No result of")
        ? '{"tool": "sum", "arguments": {"formula": "40 + 2"}}'
        : 'I will add them up.\n```json\n{"tool": "summ", "arguments": {"formula": "40 + 2"}}\n```';
    },
  });
  const { turns, attempts } = journalIn(
    await bench.played(
      toolStudy(server.url, "[{ kind: calculate, name: sum }]", "    toolsAs: words\n    steps: 2"),
    ),
  );
  expect(turns.every(({ outcome, attempts: tries }) => outcome === 42 && tries === 3)).toBe(true);
  const [first, second] = stepsIn(attempts);
  expect(first!.calls[0]).toMatchObject({
    tool: "summ",
    fault: "unknown",
    error: expect.stringContaining('did you mean "sum"'),
  });
  expect(second!.calls[0]).toMatchObject({ tool: "sum", result: "42" });
  const roles = server.requests.map(({ body }) => body.messages!.map(({ role }) => role).join());
  expect(roles.slice(0, 3)).toEqual(["user", "user,assistant,user", "user,assistant,user,assistant,user"]);
  expect(server.requests[0]!.body.messages![0]!.content).toContain("- sum: Works out a formula");
  expect(
    server.requests.map(({ body }) => [body.tools, body.response_format === undefined]).slice(0, 3),
  ).toEqual([
    [undefined, true],
    [undefined, true],
    [undefined, false],
  ]);
  expect(server.requests[2]!.body.messages!.at(-1)!.content).toBe(
    "Result of sum:\n42\n\nYou have no calls of tools left: answer now.",
  );
});

test.each([
  [
    '<think>Perhaps {"tool": "x"}?</think>{"tool": "sum", "arguments": {"a": 1}}',
    { name: "sum", arguments: { a: 1 } },
  ],
  ['<think>{"tool": "sum"}</think>7', undefined],
  ['<think>{"tool": "sum"}', undefined],
  ['{"tool": "sum"}', { name: "sum", arguments: {} }],
  ['{"tool": 5}', undefined],
  ['[{"tool": "sum"}]', undefined],
  ['The "tool" is good', undefined],
  [`{"tool": "sum", "arguments": "${"x".repeat(60_000)}"}`, undefined],
  ['{"answer": 7}', undefined],
])("a call is read from words, and from no thought: %s", (said, call) => {
  expect(callInWords(said)).toEqual(call);
});

test.each([
  ["tool_calls", "invalid"],
  ["stop", "7"],
])("a reply with words alone that ends with %s is %s", async (finish_reason, wanted) => {
  const server = await bench.serveWords({
    reply: (_, whole) => ({
      body: {
        ...whole,
        choices: [{ index: 0, message: { role: "assistant", content: "7" }, finish_reason }],
      },
    }),
  });
  const model = openaiCompatible({ url: server.url, model: "m" });
  const tools = [{ name: "t", description: "d", parameters: {} }];
  const given = { callId: "c", messages: [{ role: "user", content: "?" }], tools } as const;
  const made = await model.generate(given).then(
    ({ text }) => text,
    (thrown: AgentFault) => thrown.kind,
  );
  expect(made).toBe(wanted);
});

test.each([
  "registry.ollama.ai/library/gemma:latest does not support tools",
  '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
  "tools param requires --jinja flag",
  "Unrecognized request argument supplied: tools",
  "Conversation roles must alternate user/assistant/user/assistant/...",
])("an endpoint that takes no tools is told with the setting that mends it: %s", async (message) => {
  const server = await bench.serveWords({ reply: () => ({ status: 400, body: { error: { message } } }) });
  const model = openaiCompatible({ url: server.url, model: "m" });
  const tools = [{ name: "t", description: "d", parameters: {} }];
  const messages = [{ role: "user", content: "?" }] as const;
  await expect(model.generate({ callId: "c", messages, tools })).rejects.toThrow("set `toolsAs: words`");
});

test("long results are cut, and say so; many messages are given whole or not at all", async () => {
  const server = await bench.serve(once("notes", { key: "a" }));
  const long = "y".repeat(3000);
  const table = `[{ kind: lookup, name: notes, key: k, most: 200, table: [{ k: a, text: ${long} }] }]`;
  const { attempts } = journalIn(await bench.played(toolStudy(server.url, table)));
  const [step] = stepsIn(attempts);
  expect(step!.calls[0]!.result).toMatch(/^\{"k":"a","text":"y+… \(\d+ more characters\)$/);
  expect(step!.calls[0]!.result!.length).toBeLessThanOrEqual(200);
  const heard = Array.from({ length: 50 }, (_, k) => ({ from: String(k), said: "z".repeat(20) }));
  const view = { heard, crowd: 0.5 } as unknown as View;
  const given = (await neighboursTool(500).open({})({ arguments: {}, view, number: 1 })) as {
    heard: unknown[];
    left: number;
  };
  expect(JSON.stringify(given).length).toBeLessThanOrEqual(500);
  expect(given.heard.length + given.left).toBe(50);
  expect(given).toMatchObject({ heard: heard.slice(0, given.heard.length), crowd: 0.5 });
  expect(given.heard.length).toBeGreaterThan(5);
});

test.each([
  [
    "tools: [{ kind: abacus }]",
    /tools\.0\.kind must be calculate, neighbours, self, lookup, command or http, got "abacus"/,
  ],
  [
    "tools: [{ kind: calculate }, { kind: calculate }]",
    /tools must all have different names: give name to tools of the same kind/,
  ],
  ["tools: [{ kind: calculate, formula: x }]", /there is no setting "formula"/],
  ["tools: [{ kind: calculate, name: 'a b' }]", /name must be a letter, then letters, digits, _ or -/],
  ["tools: [{ kind: calculate }]\n    steps: 0", /steps must be a whole number of at least 1/],
  ["tools: [{ kind: calculate }]\n    steps: 51", /steps must be a whole number from 1 to 50/],
  ["steps: 3", /steps is for agents with tools, and there are none/],
  ["toolsAs: words", /toolsAs is for agents with tools, and there are none/],
  ["tools: [{ kind: lookup, key: b, table: [{ a: 1 }] }]", /tools: lookup: the table has no column "b"/],
  [
    "tools: [{ kind: lookup, key: a, table: [{ a: 1 }, { a: 1 }] }]",
    /tools: lookup: the key "1" stands in two rows/,
  ],
  [
    "tools: [{ kind: lookup, key: a, table: [{ a: 1 }], columns: [c] }]",
    /tools: lookup: the table has no column "c"/,
  ],
  ["tools: [{ kind: command, description: x, command: [] }]", /command must name a program/],
  ["tools: [{ kind: command, command: [x] }]", /description is missing/],
  [
    "tools: [{ kind: http, description: x, url: 'file:///etc/passwd' }]",
    /url must be an address that begins with http/,
  ],
  ["tools: [{ kind: http, description: x, url: 'http://me:secret@h/' }]", /url must hold no password/],
  [
    "tools: [{ kind: http, description: x, url: 'http://h/', arguments: [{ name: n, kind: number, from: 2, to: 1 }] }]",
    /must be more than from \(2\)/,
  ],
  [
    "tools: [{ kind: calculate }]\n    toolsAs: words\n    outcome: false\n    answer: { kind: object, fields: [{ name: tool, kind: text }] }",
    /a field of the answer has the name tool/,
  ],
  [
    'tools: [{ kind: calculate }]\n    model: { url: "http://h/v1", model: m, batch: { form: openai } }',
    /tools and model\.batch: a turn with tools takes up to 5 calls/,
  ],
  [
    'tools: [{ kind: calculate }]\n    model: { url: "http://h/v1", model: m, body: { tool_choice: none } }',
    /tools and model\.body\.tool_choice/,
  ],
  [
    "tools: [{ kind: calculate }]\n    model: openai/gpt-5-mini\n    toolsAs: native",
    /toolsAs is native, which is for endpoints/,
  ],
])("settings that do not fit are refused: %s", async (settings, message) => {
  const own = /^ {4}(?:model|answer):/m;
  const source = toolStudy("http://localhost:1/v1", "[]").replace("    tools: []\n", "");
  const lines = source.split("\n").filter((line) => {
    const [key] = own.exec(line) ?? [];
    return key === undefined || !settings.includes(key.trim());
  });
  const given = lines.join("\n").replace("    price:", `    ${settings}\n    price:`);
  await expect(parseStudy(given, { file: "study.yaml" })).rejects.toThrow(message);
  await expect(parseStudy(given, { file: "study.yaml" })).rejects.toThrow(/^study\.yaml:\d+:\d+: /);
});
