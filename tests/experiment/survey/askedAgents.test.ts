import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { check } from "../../../src/experiment/check.ts";
import { runStudy } from "../../../src/experiment/runStudy.ts";
import { readJournal } from "../../../src/log/journal/readJournal.ts";
import type { Turn } from "../../../src/log/Turn.ts";
import type { Alarm } from "../../../src/run/Alarm.ts";
import { systemAlarm } from "../../../src/run/systemAlarm.ts";
import { parseStudy } from "../../../src/study-file/parseStudy.ts";
import { readStudy } from "../../../src/study-file/readStudy.ts";
import { everyCase } from "../../support/enumeration/inTurn.ts";
import { type FaultServer, faultServer } from "../../support/faultServer.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-asked-"));
afterAll(() => rmSync(folder, { recursive: true }));
const fresh = (): string => mkdtempSync(join(folder, "run-"));
let server: FaultServer | undefined;
afterEach(() => server?.close());

const alarm: Alarm = (ms, ring) => systemAlarm(ms < 300_000 ? Math.min(ms, 5) : ms, ring);

const ASK = `
    - name: mood
      prompt: "How do you feel, {{ agent }}?{% for one in memory %} r{{ one.round }}{% endfor %}"
      answer: { kind: number, from: 0, to: 100, whole: true }
      after: each
    - name: colour
      prompt: Which colour?
      answer: { kind: choice, options: [red, blue] }
      share: 0.5`;

const language = (url: string, ask = ASK): string => `
seed: 5
model:
  network: { kind: ring-lattice, n: 10, k: 2 }
  agents:
    kind: language
    model: { url: "${url}", model: test-model }
    prompt: "{% for one in memory %}then {{ one.answer }} {% endfor %}{% for one in heard %}{{ one.said }} {% endfor %}{{ arm }}: how much?"
    answer: { kind: number, from: 0, to: 100, whole: true }
    memory: all
inquiry: { spillover: [indirect, none] }
data:
  assign: { kind: complete, treated: 3 }
  expose: any-treated
  rounds: 3
${ask === "" ? "" : `  ask:${ask}\n`}answer: [hajek]
`;

const timeless = (turns: readonly Turn[]): unknown[] =>
  turns.map(({ ms: _, at: __, ...rest }) => rest).sort((a, b) => (a.callId < b.callId ? -1 : 1));

describe("language models", () => {
  beforeEach(async () => {
    server = await faultServer({
      answer: ({ body }) => {
        const last = body.messages!.at(-1)!.content;
        return last.startsWith("Which colour")
          ? body.seed! % 2 === 0
            ? "red"
            : "blue"
          : String(body.seed! % 101);
      },
      rate: 0.1,
      delay: ({ body }) => body.seed! % 5,
    });
  });

  it("act and remember as if nobody had asked, and see in a question what they remember then", async () => {
    const [plain, asked] = [fresh(), fresh()];
    await runStudy(await parseStudy(language(server!.url, "")), { out: plain, alarm });
    const before = server!.requests.length;
    await runStudy(await parseStudy(language(server!.url)), { out: asked, alarm });
    const what = (out: string): unknown[] =>
      readJournal(join(out, "journal.jsonl"))
        .turns.filter(({ phase }) => phase === "act")
        .map(({ round, agent, heard, action, outcome }) =>
          JSON.stringify([round, agent, heard, action, outcome]),
        )
        .sort();
    expect(what(asked)).toEqual(what(plain));
    expect(readFileSync(join(asked, "units.csv"), "utf8")).toBe(
      readFileSync(join(plain, "units.csv"), "utf8"),
    );
    const requests = server!.requests.slice(before);
    const questions = requests.filter(({ body }) => body.messages!.length > 1);
    for (const { body } of questions) {
      const [turn, answer, question] = body.messages!;
      expect(turn!.content).toContain("how much?");
      expect(answer!.role).toBe("assistant");
      expect(question!.content).toMatch(/^(How do you feel|Which colour)/);
    }
    const inRound3 = questions.find(({ body }) => body.messages![2]!.content.includes("r1 r2 r3"));
    expect(inRound3!.body.messages![0]!.content).toMatch(/^then \d+ then \d+ (?!then)/);
    for (const { body } of requests.filter(({ body: { messages } }) => messages!.length === 1))
      expect(body.messages![0]!.content).not.toMatch(/feel|colour/);
    const { questions: found } = JSON.parse(readFileSync(join(asked, "checks.json"), "utf8")) as {
      questions: { name: string }[];
    };
    expect(found.map(({ name }) => name)).toEqual(["mood", "mood", "mood", "colour"]);
  });

  it("are asked the same things again when a run was stopped anywhere, and no answer is paid twice", async () => {
    const one = await parseStudy(language(server!.url));
    const whole = fresh();
    await runStudy(one, { out: whole, alarm });
    const reference = timeless(readJournal(join(whole, "journal.jsonl")).turns.map(settled));
    expect(reference).toHaveLength(30 + 30 + 5);
    for (const stopAfter of everyCase ? [1, 4, 7] : [4]) {
      const out = fresh();
      const served = (): number =>
        [...server!.calls.values()].reduce((sum, { answered }) => sum + answered, 0);
      const before = served();
      for (let sitting = 0; sitting < 100; sitting++)
        if ((await runStudy(one, { out, alarm, stopAfter })).complete) break;
      expect(timeless(readJournal(join(out, "journal.jsonl")).turns.map(settled))).toEqual(reference);
      // A broken body was an answer to the server: it is asked for again, and is no answer of the run's.
      const broken = readJournal(join(out, "journal.jsonl")).attempts.length;
      expect(served() - before).toBeLessThanOrEqual(65 + broken);
    }
  });

  it("count questions among calls and tokens before anything is spent", async () => {
    const plain = check(await parseStudy(language(server!.url, "")));
    const asked = check(await parseStudy(language(server!.url)));
    expect([plain.calls, asked.calls]).toEqual([30, 65]);
    expect(asked.tokens!.input).toBeGreaterThan(plain.tokens!.input + 35 * 30);
    expect(asked.tokens!.output).toBe((plain.tokens!.output / 30) * 65);
    expect(server!.requests).toHaveLength(0);
  });
});

/** What faults made of a turn differs between sittings in no way that counts. */
function settled(turn: Turn): Turn {
  const { usage: _, cost: __, attempts: ___, atMost: ____, ...rest } = turn;
  return { ...rest, attempts: 0 };
}

describe("programs", () => {
  it("are shown the question, asked again after an answer that it does not take, and keep nothing by it", async () => {
    writeFileSync(
      join(folder, "agents.cjs"),
      `require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
        const { id, view } = JSON.parse(line);
        const { question, retry, state = 0, round } = view;
        const said = question ? (retry ? state * 10 + question.turn.said : "much") : round;
        process.stdout.write(JSON.stringify({ id, action: { said, state: state + 1, outcome: state } }) + "\\n");
      });`,
    );
    const file = join(folder, "program.yaml");
    writeFileSync(
      file,
      `seed: 1
model:
  network: { kind: ring-lattice, n: 6, k: 2 }
  agents: { kind: command, command: ["${process.execPath}", agents.cjs] }
inquiry: { spillover: [indirect, none] }
data:
  assign: { kind: complete, treated: 2 }
  expose: any-treated
  rounds: 3
  ask: [{ name: sum, prompt: How many?, after: each, answer: { kind: number, from: 0, to: 100 } }]
answer: [hajek]
`,
    );
    const out = fresh();
    const result = await runStudy(await readStudy(file), { out, alarm });
    expect(result.complete).toBe(true);
    const { turns, attempts } = readJournal(join(out, "journal.jsonl"));
    const answers = turns.filter(({ phase }) => phase === "ask:sum");
    expect(answers.map(({ round, action, status, attempts: n }) => [round, action, status, n])).toEqual(
      [1, 2, 3].flatMap((round) => Array(6).fill([round, { said: 10 * round + round }, "ok", 2])),
    );
    expect(attempts).toHaveLength(18);
    expect(attempts[0]).toMatchObject({
      phase: "ask:sum",
      kind: "invalid",
      because: 'the answer must be a number from 0 to 100, got "much"',
    });
    expect(turns.filter(({ phase }) => phase === "act").map(({ outcome }) => outcome)).toEqual(
      [0, 1, 2].flatMap((round) => Array(6).fill(round)),
    );
    // A recording of the run answers as the program did.
    const again = readFileSync(file, "utf8").replace(
      /agents: .*/,
      `agents: { kind: recorded, journal: ${JSON.stringify(join(out, "journal.jsonl"))} }`,
    );
    writeFileSync(join(folder, "again.yaml"), again);
    const there = fresh();
    await runStudy(await readStudy(join(folder, "again.yaml")), { out: there });
    const said = (path: string): unknown[] =>
      readJournal(join(path, "journal.jsonl")).turns.map(({ phase, action }) => [phase, action]);
    expect(said(there)).toEqual(said(out));
  });
});
