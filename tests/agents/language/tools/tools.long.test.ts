import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { check } from "../../../../src/experiment/check.ts";
import { runStudy } from "../../../../src/experiment/runStudy.ts";
import { studyCost } from "../../../../src/experiment/studyCost.ts";
import type { Alarm } from "../../../../src/run/Alarm.ts";
import { systemAlarm } from "../../../../src/run/systemAlarm.ts";
import { parseStudy } from "../../../../src/study-file/parseStudy.ts";
import { still } from "../../../run/ring.ts";
import { brought } from "./toolServer.ts";
import { journalIn, stepsIn, toolBench, toolStudy } from "./toolStudy.ts";

const bench = toolBench();
afterAll(bench.close);
const CALC = "[{ kind: calculate }]";

test("a model that goes on calling has given no answer, and the turn ends as such turns do", async () => {
  const server = await bench.serve(() => [["calculate", { formula: "1" }]]);
  const { turns, attempts } = journalIn(await bench.played(toolStudy(server.url, CALC, "    steps: 2")));
  // Two steps, and two answers that are none: one more than is asked again.
  expect(server.requests).toHaveLength(4 * turns.length);
  expect(attempts.filter(({ kind }) => kind === "invalid")).toHaveLength(turns.length);
  for (const { status, because } of turns)
    expect([status, because]).toEqual(["invalid", expect.stringContaining("tool")]);
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
    const server = await bench.serveWords({
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
    const { turns } = journalIn(await bench.played(toolStudy(server.url, CALC)));
    for (const { outcome, attempts, usage } of turns) {
      expect([outcome, attempts]).toEqual([7, 2]);
      expect(usage!.input).toBeGreaterThan(0);
    }
  }
});

test("a run that goes on from any line repeats no step, and counts every call in its budget", async () => {
  const server = await bench.serve((call) => {
    const told = brought(call);
    const sum = [...JSON.stringify(call.body.messages)].reduce(
      (total, one) => (total * 31 + one.charCodeAt(0)) % 11,
      7,
    );
    return told.length < 2 ? [["calculate", { formula: `${sum} + ${told.length}` }]] : String(sum);
  });
  const source = toolStudy(server.url, CALC);
  const whole = await bench.played(source);
  const calls = server.requests.length;
  const lines = readFileSync(join(whole, "journal.jsonl"), "utf8").split("\n");
  for (let k = 2; k < lines.length - 2; k += 5) {
    const out = bench.fresh();
    cpSync(whole, out, { recursive: true });
    for (const name of ["journal.spent.json", "units.csv", "result.json"])
      rmSync(join(out, name), { force: true });
    writeFileSync(join(out, "journal.jsonl"), `${lines.slice(0, k).join("\n")}\n`);
    const before = server.requests.length;
    await bench.played(source, out);
    expect(readFileSync(join(out, "units.csv"), "utf8")).toBe(readFileSync(join(whole, "units.csv"), "utf8"));
    expect(server.requests.length - before).toBe(calls - (k - 1));
  }
  const before = server.requests.length;
  const poor = toolStudy(server.url, CALC, "", "{ open: 1, budget: { calls: 4 } }");
  const out = bench.fresh();
  const stopped = await runStudy(await parseStudy(poor), { out, clock: still });
  expect(stopped.complete).toBe(false);
  expect(server.requests.length - before).toBe(4);
  const { turns, attempts } = journalIn(out);
  expect([turns.length, stepsIn(attempts).length]).toEqual([1, 3]);
  // A fresh budget goes on behind the step that was made.
  await bench.played(toolStudy(server.url, CALC, "", "{ open: 1, budget: { calls: 24 } }"), out);
  expect(server.requests.length - before).toBe(24);
  expect(readFileSync(join(out, "units.csv"), "utf8")).toBe(readFileSync(join(whole, "units.csv"), "utf8"));
});

test("neighbours and self give what the channel delivered and what the study knows of the agent, and nothing else", async () => {
  const server = await bench.serve((call) => {
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
  const source = toolStudy(server.url, tools, more).replace(
    "rounds: 2",
    'rounds: 2, interact: { delivery: { edges: [{ from: "0", to: "1", probability: 0 }] } }',
  );
  const out = await bench.played(source);
  const { turns, attempts } = journalIn(out);
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
  const alone = await parseStudy(toolStudy(server.url, CALC));
  expect(check(alone).agents.notes!.join()).toContain("no agent can influence another");
});

test("tools may be the treatment", async () => {
  const server = await bench.serve(({ body }) =>
    body.tools === undefined ? "1" : body.messages!.length > 1 ? "2" : [["calculate", { formula: "2" }]],
  );
  const source = toolStudy(server.url, "[]").replace(
    "expose: own-arm",
    "expose: own-arm, treat: { treated: { tools: [{ kind: calculate }], steps: 1 } }",
  );
  const { turns } = journalIn(await bench.played(source));
  for (const { arm, outcome, attempts } of turns)
    expect([outcome, attempts]).toEqual(arm === "treated" ? [2, 2] : [1, 1]);
  expect(check(await parseStudy(source)).agents.tools).toEqual([
    { arm: "treated", tools: ["calculate"], steps: 1 },
  ]);
});

test("a memory is summed up beside calls of tools", async () => {
  const server = await bench.serve((call) => {
    const { content } = call.body.messages!.at(-1)!;
    if (content?.startsWith("Sum up")) return "short";
    return brought(call).length === 0 ? [["calculate", { formula: "6 + 1" }]] : "7";
  });
  const more =
    "    memory: all\n    memoryAs: messages\n    context: { most: 150, over: summarise, summaryTokens: 20 }";
  const source = toolStudy(server.url, CALC, more).replace("rounds: 2", "rounds: 4");
  const { turns, attempts } = journalIn(await bench.played(source));
  expect(turns.every(({ outcome }) => outcome === 7)).toBe(true);
  const kinds = attempts.map(({ call }) => Object.keys(call!.step as object).includes("summary"));
  expect(kinds.filter((one) => one).length).toBeGreaterThan(0);
  expect(kinds.filter((one) => !one)).toHaveLength(turns.length);
  expect(studyCost(await parseStudy(source)).calls).toBeGreaterThanOrEqual(server.requests.length);
});

test("each call of a turn is tried as often as the call of another turn", async () => {
  const server = await bench.serve(
    (call) => (brought(call).length < 3 ? [["calculate", { formula: "1" }]] : "7"),
    // Two failures before each call: one less than it is tried.
    { fault: ({ attempt }) => (attempt < 3 ? "500" : undefined) },
  );
  const study = await parseStudy(toolStudy(server.url, CALC, "", "{ reasks: 1, open: 1, tries: 3 }"));
  const out = bench.fresh();
  const alarm: Alarm = (ms, ring) => systemAlarm(ms > 60_000 ? ms : 1, ring);
  await runStudy(study, { out, clock: still, alarm });
  const { turns } = journalIn(out);
  expect(turns.map(({ outcome, attempts }) => [outcome, attempts])).toEqual(turns.map(() => [7, 12]));
});
