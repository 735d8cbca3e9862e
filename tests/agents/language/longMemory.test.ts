import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runStudy } from "../../../src/experiment/runStudy.ts";
import { studyCost } from "../../../src/experiment/studyCost.ts";
import { remadePrompts } from "../../../src/experiment/transcript/remadePrompts.ts";
import { readJournal } from "../../../src/log/journal/readJournal.ts";
import { runChecks } from "../../../src/run/checks/runChecks.ts";
import { prepareStudy } from "../../../src/study/prepareStudy.ts";
import { parseStudy } from "../../../src/study-file/parseStudy.ts";
import { still } from "../../run/ring.ts";
import { type FaultServer, faultServer, type ServedCall } from "../../support/faultServer.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-memory-"));
const servers: FaultServer[] = [];
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  for (const server of servers) await server.close();
});
let number = 0;
const fresh = (): string => join(folder, `${number++}`);

const N = 4;
const ROUNDS = 5;
const text = (url: string, more: string, prompt = "Round {{ round }}, {{ arm }}: how much?"): string => `
seed: 3
model:
  network: { kind: ring-lattice, n: ${N}, k: 2 }
  agents:
    kind: language
    model: { url: "${url}", model: m }
    system: "You are {{ agent }}."
    prompt: "${prompt}"
    answer: { kind: number, from: 0, to: 10, whole: true }
    explain: false
    price: { input: 1, output: 4 }
    memory: all
${more}
inquiry: { own: [treated, control] }
data: { assign: { kind: complete, treated: 2 }, expose: own-arm, rounds: ${ROUNDS} }
answer: [hajek]
run: { reasks: 3 }
`;
const sumsUp = ({ body }: ServedCall): boolean => body.messages!.at(-1)!.content.startsWith("Sum up");
/** An answer by the words alone, so that a run that goes on is compared with one that was not stopped. */
const answer = (call: ServedCall): string => {
  const words = JSON.stringify(call.body.messages);
  const sum = [...words].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 11, 7);
  return sumsUp(call) ? `short ${sum}` : String(sum);
};
async function endpoint(options: Parameters<typeof faultServer>[0] = {}): Promise<FaultServer> {
  const server = await faultServer({ answer, ...options });
  servers.push(server);
  return server;
}
const played = async (source: string, out = fresh()): Promise<string> => {
  expect((await runStudy(await parseStudy(source), { out, clock: still })).complete).toBe(true);
  return out;
};
const journal = (out: string): ReturnType<typeof readJournal> => readJournal(join(out, "journal.jsonl"));
const units = (out: string): string => readFileSync(join(out, "units.csv"), "utf8");

const SUM = "    memoryAs: messages\n    context: { most: 130, over: summarise, summaryTokens: 20 }";
const CUT = "    memoryAs: messages\n    context: { most: 130, over: shorten }";

describe("memory as messages", () => {
  test("sends earlier prompts and answers as they were, user and assistant in turns", async () => {
    const server = await endpoint();
    await played(text(server.url, "    memoryAs: messages"));
    const last = server.requests.filter(({ body }) => body.messages!.at(-1)!.content.startsWith("Round 5"));
    expect(last).toHaveLength(N);
    for (const { body } of last) {
      expect(body.messages!.map(({ role }) => role).join()).toBe(`system${",user,assistant".repeat(4)},user`);
      const asked = body.messages!.filter(({ role }) => role === "user").map(({ content }) => content);
      expect(asked.map((one) => one.slice(0, 7))).toEqual([1, 2, 3, 4, 5].map((k) => `Round ${k}`));
    }
  });

  test("sends what was heard in the rounds before, where that is wanted", async () => {
    const server = await endpoint();
    await played(text(server.url, "    memoryAs: heard"));
    const { body } = server.requests.at(-1)!;
    const contents = body.messages!.map(({ content }) => content);
    expect(contents[1]).toBe("In round 1 you heard nothing.");
    expect(contents[3]).toMatch(/^In round 2 you heard:\n1?\d: \d+\n\d: \d+$/);
    expect(contents.at(-1)).toMatch(/^Round 5, (treated|control): how much\?$/);
  });
});

describe("a prompt that is too long", () => {
  test("loses its oldest turns, which each line and the checks of the run count", async () => {
    const server = await endpoint();
    const out = await played(text(server.url, CUT));
    const { turns } = journal(out);
    const left = turns.filter((turn) => turn.left !== undefined);
    expect(left.length).toBeGreaterThan(0);
    for (const { left: count, round } of left) expect(count).toBeLessThan(round);
    for (const { body } of server.requests)
      for (const { role } of body.messages!.slice(1, 2)) expect(role).toBe("user");
    const plan = JSON.parse(readFileSync(join(out, "plan.json"), "utf8"));
    const prepared = prepareStudy(await parseStudy(text(server.url, CUT)));
    const checker = runChecks(plan, prepared.network);
    for (const turn of turns) checker.take(turn);
    const told = checker.checks([]).warnings.filter(({ warning }) => warning.includes("left out"));
    expect(told.reduce((sum, one) => sum + one.turns, 0)).toBe(left.length);
  });

  test("ends the turn with the reason, calls nobody and costs nothing", async () => {
    const server = await endpoint();
    const out = await played(
      text(server.url, "    memoryAs: messages\n    context: { most: 100, over: missing }"),
    );
    const { turns } = journal(out);
    const missing = turns.filter(({ status }) => status === "failed");
    expect(missing.length).toBeGreaterThan(0);
    expect(server.requests).toHaveLength(turns.length - missing.length);
    for (const { because, cost, atMost } of missing) {
      expect(because).toMatch(/^language: the prompt has up to \d+ tokens, context\.most is 100: raise it/);
      expect([cost, atMost]).toEqual([undefined, undefined]);
    }
  });

  test("is summed up by a call of its own, which is journalled, charged, foreseen and kept", async () => {
    const server = await endpoint({
      fault: (call) => (sumsUp(call) && call.attempt === 1 ? "500" : undefined),
    });
    const study = await parseStudy(text(server.url, SUM));
    const out = await played(text(server.url, SUM));
    const { turns, attempts } = journal(out);
    const steps = attempts.filter(({ kind }) => kind === "step");
    expect(steps.length).toBeGreaterThan(0);
    for (const { call } of steps) {
      expect(call?.step).toEqual({ summary: call?.text, of: expect.any(Number) });
      expect(call?.cost).toBeGreaterThan(0);
    }
    expect(studyCost(study).calls).toBeGreaterThan(N * ROUNDS);
    expect(studyCost(study).money).toBeGreaterThan(turns.reduce((sum, { cost = 0 }) => sum + cost, 0));
    const states = turns.map(({ action }) => JSON.stringify(action?.state));
    expect(states.filter((state) => state.includes('"summary":true')).length).toBeGreaterThan(0);
    // Prompts are made again from the journal as they were sent.
    const prepared = prepareStudy(study);
    const plan = JSON.parse(readFileSync(join(out, "plan.json"), "utf8"));
    const promptOf = remadePrompts(prepared, plan)!;
    const sent = new Set(server.requests.map(({ body }) => JSON.stringify(body.messages)));
    for (const line of readFileSync(join(out, "journal.jsonl"), "utf8").trim().split("\n")) {
      const one = JSON.parse(line);
      if (one.type === "turn" || one.type === "attempt")
        expect(sent).toContain(JSON.stringify(await promptOf(one)));
    }
  });

  test.each([SUM, CUT])("is treated alike in a run that goes on from any line: %s", async (more) => {
    const server = await endpoint();
    const source = text(server.url, more);
    const whole = await played(source);
    const calls = server.requests.length;
    const lines = readFileSync(join(whole, "journal.jsonl"), "utf8").split("\n");
    for (let k = 1; k < lines.length - 2; k += 6) {
      const out = fresh();
      cpSync(whole, out, { recursive: true });
      rmSync(join(out, "journal.spent.json"), { force: true });
      for (const name of ["units.csv", "result.json"]) rmSync(join(out, name), { force: true });
      writeFileSync(join(out, "journal.jsonl"), `${lines.slice(0, k).join("\n")}\n`);
      const before = server.requests.length;
      await played(source, out);
      expect(units(out)).toBe(units(whole));
      expect(server.requests.length - before).toBe(calls - (k - 1));
    }
  });
});

test.each([
  [
    "    memoryAs: messages\n    context: { most: 9, over: cut }",
    /context\.over must be shorten, summarise or missing/,
  ],
  [
    "    memoryAs: heard\n    context: { most: 500, over: summarise }",
    /context\.summaryTokens is 300, more than half of context\.most, which is 500/,
  ],
  ["    memoryAs: letters", /memoryAs must be template, messages or heard/],
  [
    "    memoryAs: heard\n    context: { most: 9, over: shorten, summary: x }",
    /context\.summary is for over: summarise/,
  ],
])("settings that do not fit are refused: %s", async (more, message) => {
  await expect(parseStudy(text("http://localhost:1/v1", more))).rejects.toThrow(message);
});
