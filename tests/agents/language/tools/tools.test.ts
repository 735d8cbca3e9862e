import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { View } from "../../../../src/agents/Agent.ts";
import { neighboursTool } from "../../../../src/agents/language/tools/neighboursTool.ts";
import { check } from "../../../../src/experiment/check.ts";
import { runStudy } from "../../../../src/experiment/runStudy.ts";
import { studyCost } from "../../../../src/experiment/studyCost.ts";
import { remadePrompts } from "../../../../src/experiment/transcript/remadePrompts.ts";
import { readJournal } from "../../../../src/log/journal/readJournal.ts";
import type { Attempt } from "../../../../src/log/Turn.ts";
import { type RunChecks, runChecks } from "../../../../src/run/checks/runChecks.ts";
import { prepareStudy } from "../../../../src/study/prepareStudy.ts";
import { parseStudy } from "../../../../src/study-file/parseStudy.ts";
import { still } from "../../../run/ring.ts";
import { type FaultServer, faultServer, type ServedCall } from "../../../support/faultServer.ts";
import { brought, type Says, toolServer } from "./toolServer.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-tools-"));
const servers: FaultServer[] = [];
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  for (const server of servers) await server.close();
});
let number = 0;
const fresh = (): string => join(folder, `${number++}`);
const serve = async (...given: Parameters<typeof toolServer>): Promise<FaultServer> => {
  const server = await toolServer(...given);
  servers.push(server);
  return server;
};

const N = 4;
const text = (url: string, tools: string, more = "", run = "{ reasks: 1, open: 1 }"): string => `
seed: 3
model:
  network: { kind: ring-lattice, n: ${N}, k: 2 }
  agents:
    kind: language
    model: { url: "${url}", model: m }
    prompt: "Round {{ round }}, {{ arm }}: how much?"
    answer: { kind: number, from: 0, to: 100 }
    price: { input: 1, output: 4 }
    tools: ${tools}
${more}
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 2 }, expose: own-arm, rounds: 2 }
answer: [hajek]
run: ${run}
`;
const played = async (source: string, out = fresh(), options: object = {}): Promise<string> => {
  expect((await runStudy(await parseStudy(source, options), { out, clock: still })).complete).toBe(true);
  return out;
};
const journal = (out: string): NonNullable<ReturnType<typeof readJournal>> =>
  readJournal(join(out, "journal.jsonl"));
interface Step {
  readonly prompt: string;
  readonly reply: string;
  readonly calls: readonly {
    tool: string;
    arguments: unknown;
    result?: string;
    error?: string;
    fault?: string;
  }[];
  readonly beyond?: number;
}
const stepsIn = (attempts: readonly Attempt[]): Step[] =>
  attempts.flatMap(({ kind, call }) => (kind === "step" ? [call!.step as unknown as Step] : []));

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
  const server = await serve(says);
  const source = text(
    server.url,
    "[{ kind: calculate }, { kind: lookup, name: prices, key: product, table: [{ product: bread, price: 2 }] }]",
    "    memory: all\n    memoryAs: messages",
  );
  const out = await played(source);
  const { turns, attempts } = journal(out);
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
});

describe("a turn is bounded", () => {
  test("after the last call the answer is asked for without tools, in its form", async () => {
    const server = await serve(({ body }) =>
      body.tool_choice === "none" ? "7" : [["calculate", { formula: "1 + 1" }]],
    );
    const source = text(server.url, CALC, "    steps: 3");
    const out = await played(source);
    const { turns, attempts } = journal(out);
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

  test("a model that goes on calling has given no answer, and the turn ends as such turns do", async () => {
    const server = await serve(() => [["calculate", { formula: "1" }]]);
    const { turns, attempts } = journal(await played(text(server.url, CALC, "    steps: 2")));
    // Two steps, and two answers that are none: one more than is asked again.
    expect(server.requests).toHaveLength(4 * turns.length);
    expect(attempts.filter(({ kind }) => kind === "invalid")).toHaveLength(turns.length);
    for (const { status, because } of turns)
      expect([status, because]).toEqual(["invalid", expect.stringContaining("tool")]);
  });

  test("of many calls in one reply as many are made as are left, and the others are counted", async () => {
    const many = Array.from({ length: 500 }, (_, k) => ["calculate", { formula: String(k) }] as const);
    const server = await serve((call) => (brought(call).length === 0 ? many : "7"));
    const out = await played(text(server.url, CALC, "    steps: 3"));
    const { turns, attempts } = journal(out);
    expect(turns.every(({ outcome }) => outcome === 7)).toBe(true);
    for (const { calls, beyond } of stepsIn(attempts)) {
      expect(calls.map(({ result }) => result)).toEqual(["0", "1", "2"]);
      expect(beyond).toBe(497);
    }
    expect(server.requests.at(-1)!.body.messages!.at(-1)!.content).toContain("497 more calls were not made");
    const { tools, notes } = await checksOf(out, text(server.url, CALC, "    steps: 3"));
    expect(tools!.beyond.reduce((sum, { calls }) => sum + calls, 0)).toBe(497 * turns.length);
    expect(notes.join()).toContain(
      "calls of tools beyond the bound of their turn, which were not made: control 1988, treated 1988",
    );
  });
});

const checksOf = async (out: string, source: string): Promise<RunChecks> => {
  const plan = JSON.parse(readFileSync(join(out, "plan.json"), "utf8"));
  const checker = runChecks(plan, prepareStudy(await parseStudy(source)).network);
  const { turns, attempts } = journal(out);
  for (const line of [...attempts, ...turns]) checker.take(line);
  return checker.checks([]);
};

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

test("names and arguments that are anything at all are errors for the model, with a bound, and are counted", async () => {
  const server = await serve((call) => {
    const turn = Number(/^Round (\d)/.exec(String(call.body.messages![0]!.content))![1]) - 1;
    const at = (turn * HOSTILE.length) / 2 + brought(call).length;
    const [name, given] = HOSTILE[at] ?? [];
    return brought(call).length < HOSTILE.length / 2 ? [[name, given]] : "7";
  });
  const source = text(
    server.url,
    "[{ kind: calculate }, { kind: lookup, name: prices, key: product, table: [{ product: bread, price: 2 }] }]",
    "    steps: 50",
  ).replace(`n: ${N}`, "n: 4");
  const out = await played(source);
  const { turns, attempts } = journal(out);
  expect(turns.every(({ outcome }) => outcome === 7)).toBe(true);
  const agent = turns[0]!.agent;
  const made = stepsIn(attempts.filter((one) => one.agent === agent)).flatMap(({ calls }) => calls);
  expect(made.map(({ fault }) => fault)).toEqual(HOSTILE.map(([, , fault]) => fault));
  for (const { tool, error, result } of made) {
    expect(tool.length).toBeLessThanOrEqual(64);
    expect(error!.length).toBeLessThanOrEqual(500);
    expect(result).toBeUndefined();
  }
  for (const line of readFileSync(join(out, "journal.jsonl"), "utf8").split("\n"))
    expect(line.length).toBeLessThan(20_000);
  expect(brought(server.requests.at(-1)!).at(-1)).toContain('error: there is no "{{ arm }}"');
  const { tools, notes } = await checksOf(out, source);
  const errors = tools!.uses.map(({ arm, tool, calls, errors: of }) => [
    arm,
    tool,
    calls,
    of.unknown + of.arguments + of.failed,
  ]);
  expect(errors).toEqual(
    ["control", "treated"].flatMap((arm) => [
      [arm, "(no such tool)", 14, 14],
      [arm, "calculate", 34, 34],
      [arm, "prices", 8, 8],
    ]),
  );
  expect(notes.join()).toContain(
    "calls of tools without a result, by arm: control 56 of 56 ((no such tool) 14, calculate 34, prices 8); treated 56 of 56",
  );
});

test("calls that are none of chat completions' are asked for again, and cost what they cost", async () => {
  const bad: readonly unknown[] = [
    {},
    "calculate",
    [null],
    [{ function: "calculate" }],
    [{ type: "function" }],
  ];
  for (const calls of bad) {
    const server = await faultServer({
      reply: ({ attempt }, whole) =>
        attempt > 1
          ? undefined
          : {
              body: {
                ...whole,
                choices: [
                  {
                    index: 0,
                    message: { role: "assistant", content: null, tool_calls: calls },
                    finish_reason: "tool_calls",
                  },
                ],
              },
            },
      answer: () => "7",
    });
    servers.push(server);
    const { turns } = journal(await played(text(server.url, CALC)));
    for (const { outcome, attempts, usage } of turns) {
      expect([outcome, attempts]).toEqual([7, 2]);
      expect(usage!.input).toBeGreaterThan(0);
    }
  }
});

test("a run that goes on from any line repeats no step, and counts every call in its budget", async () => {
  const server = await serve((call) => {
    const told = brought(call);
    const sum = [...JSON.stringify(call.body.messages)].reduce(
      (total, one) => (total * 31 + one.charCodeAt(0)) % 11,
      7,
    );
    return told.length < 2 ? [["calculate", { formula: `${sum} + ${told.length}` }]] : String(sum);
  });
  const source = text(server.url, CALC);
  const whole = await played(source);
  const calls = server.requests.length;
  const lines = readFileSync(join(whole, "journal.jsonl"), "utf8").split("\n");
  for (let k = 2; k < lines.length - 2; k += 5) {
    const out = fresh();
    cpSync(whole, out, { recursive: true });
    for (const name of ["journal.spent.json", "units.csv", "result.json"])
      rmSync(join(out, name), { force: true });
    writeFileSync(join(out, "journal.jsonl"), `${lines.slice(0, k).join("\n")}\n`);
    const before = server.requests.length;
    await played(source, out);
    expect(readFileSync(join(out, "units.csv"), "utf8")).toBe(readFileSync(join(whole, "units.csv"), "utf8"));
    expect(server.requests.length - before).toBe(calls - (k - 1));
  }
  const before = server.requests.length;
  const poor = text(server.url, CALC, "", "{ open: 1, budget: { calls: 4 } }");
  const out = fresh();
  const stopped = await runStudy(await parseStudy(poor), { out, clock: still });
  expect(stopped.complete).toBe(false);
  expect(server.requests.length - before).toBe(4);
  const { turns, attempts } = journal(out);
  expect([turns.length, stepsIn(attempts).length]).toEqual([1, 3]);
  // A fresh budget goes on behind the step that was made.
  await played(text(server.url, CALC, "", "{ open: 1, budget: { calls: 24 } }"), out);
  expect(server.requests.length - before).toBe(24);
  expect(readFileSync(join(out, "units.csv"), "utf8")).toBe(readFileSync(join(whole, "units.csv"), "utf8"));
});

test("in words a call is JSON in the reply, and what it brings is the next message", async () => {
  const server = await faultServer({
    answer: ({ body }) => {
      const { content } = body.messages!.at(-1)!;
      const [, result] = /^Result of sum:\n(\d+)/.exec(content) ?? [];
      if (result !== undefined) return result;
      return content.startsWith("No result of")
        ? '{"tool": "sum", "arguments": {"formula": "40 + 2"}}'
        : 'I will add them up.\n```json\n{"tool": "summ", "arguments": {"formula": "40 + 2"}}\n```';
    },
  });
  servers.push(server);
  const { turns, attempts } = journal(
    await played(text(server.url, "[{ kind: calculate, name: sum }]", "    toolsAs: words\n    steps: 2")),
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

test("neighbours and self give what the channel delivered and what the study knows of the agent, and nothing else", async () => {
  const server = await serve((call) => {
    const told = brought(call);
    return told.length === 0
      ? [
          ["neighbours", {}],
          ["self", ""],
        ]
      : String(Number(told[0]!.length % 90));
  });
  const tools = "[{ kind: neighbours }, { kind: self }]";
  const more =
    "    attributes: [{ agent: 0, age: 31 }, { agent: 1, age: 32 }, { agent: 2, age: 33 }, { agent: 3, age: 34 }]";
  const source = text(server.url, tools, more).replace(
    "rounds: 2",
    'rounds: 2, interact: { delivery: { edges: [{ from: "0", to: "1", probability: 0 }] } }',
  );
  const out = await played(source);
  const { turns, attempts } = journal(out);
  expect(turns.filter(({ round }) => round === 2).some(({ heard }) => heard.length === 2)).toBe(true);
  for (const { agent, round, heard, dropped } of turns) {
    const [step] = stepsIn(attempts.filter((one) => one.agent === agent && one.round === round));
    const [said, self] = step!.calls.map(({ result }) => JSON.parse(result!));
    expect(said).toEqual({ heard });
    expect(self).toEqual({
      agent,
      round,
      rounds: 2,
      attributes: { agent: Number(agent), age: 31 + Number(agent) },
    });
    if (agent === "1" && round === 2)
      expect([dropped, heard.map(({ from }) => from)]).toEqual([["0"], ["2"]]);
  }
  // Agents whose prompts show nothing of what is heard can be influenced all the same.
  expect(check(await parseStudy(source)).agents.notes ?? []).toEqual([]);
  const alone = await parseStudy(text(server.url, CALC));
  expect(check(alone).agents.notes!.join()).toContain("no agent can influence another");
});

test("long results are cut, and say so; many messages are given whole or not at all", async () => {
  const server = await serve(once("notes", { key: "a" }));
  const long = "y".repeat(3000);
  const table = `[{ kind: lookup, name: notes, key: k, most: 200, table: [{ k: a, text: ${long} }] }]`;
  const { attempts } = journal(await played(text(server.url, table)));
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

test("tools may be the treatment", async () => {
  const server = await serve(({ body }) =>
    body.tools === undefined ? "1" : body.messages!.length > 1 ? "2" : [["calculate", { formula: "2" }]],
  );
  const source = text(server.url, "[]").replace(
    "expose: own-arm",
    "expose: own-arm, treat: { treated: { tools: [{ kind: calculate }], steps: 1 } }",
  );
  const { turns } = journal(await played(source));
  for (const { arm, outcome, attempts } of turns)
    expect([outcome, attempts]).toEqual(arm === "treated" ? [2, 2] : [1, 1]);
  expect(check(await parseStudy(source)).agents.tools).toEqual([
    { arm: "treated", tools: ["calculate"], steps: 1 },
  ]);
});

test("a memory is summed up beside calls of tools", async () => {
  const server = await serve((call) => {
    const { content } = call.body.messages!.at(-1)!;
    if (content?.startsWith("Sum up")) return "short";
    return brought(call).length === 0 ? [["calculate", { formula: "6 + 1" }]] : "7";
  });
  const more =
    "    memory: all\n    memoryAs: messages\n    context: { most: 150, over: summarise, summaryTokens: 20 }";
  const source = text(server.url, CALC, more).replace("rounds: 2", "rounds: 4");
  const { turns, attempts } = journal(await played(source));
  expect(turns.every(({ outcome }) => outcome === 7)).toBe(true);
  const kinds = attempts.map(({ call }) => Object.keys(call!.step as object).includes("summary"));
  expect(kinds.filter((one) => one).length).toBeGreaterThan(0);
  expect(kinds.filter((one) => !one)).toHaveLength(turns.length);
  expect(studyCost(await parseStudy(source)).calls).toBeGreaterThanOrEqual(server.requests.length);
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
  const source = text("http://localhost:1/v1", "[]").replace("    tools: []\n", "");
  const lines = source.split("\n").filter((line) => {
    const [key] = own.exec(line) ?? [];
    return key === undefined || !settings.includes(key.trim());
  });
  const given = lines.join("\n").replace("    price:", `    ${settings}\n    price:`);
  await expect(parseStudy(given, { file: "study.yaml" })).rejects.toThrow(message);
  await expect(parseStudy(given, { file: "study.yaml" })).rejects.toThrow(/^study\.yaml:\d+:\d+: /);
});
