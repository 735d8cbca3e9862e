import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { check } from "../../src/experiment/check.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { readJournal } from "../../src/log/journal/readJournal.ts";
import type { Alarm } from "../../src/run/Alarm.ts";
import { systemAlarm } from "../../src/run/systemAlarm.ts";
import { readStudy } from "../../src/study-file/readStudy.ts";
import { spillway } from "../cli/spillway.ts";
import { faultServer, type ServedCall } from "../support/faultServer.ts";

const root = new URL("../../", import.meta.url).pathname;
const example = join(root, "examples/persuasion");
const folder = mkdtempSync(join(tmpdir(), "spillway-persuasion-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const alarm: Alarm = (ms, ring) => systemAlarm(ms < 100_000 ? Math.min(ms, 5) : ms, ring);

const SYNTHETIC = "agents: { file: synthetic.yaml }";

/** The study with its one line changed, in a copy of the example. */
async function onEndpoint(line: string): Promise<string> {
  const there = mkdtempSync(join(folder, "copy-"));
  cpSync(example, there, { recursive: true });
  const file = join(there, "study.yaml");
  const text = readFileSync(file, "utf8");
  expect(text.split("\n").filter((one) => one.trim() === SYNTHETIC)).toHaveLength(1);
  writeFileSync(file, text.replace(`  ${SYNTHETIC}`, `  ${line}`));
  return file;
}

it("runs as it is on synthetic people, whose answers to the questions are those that were set", {
  timeout: 60_000,
}, () => {
  const out = join(folder, "synthetic");
  const { code, out: printed } = spillway(["run", join(example, "study.yaml"), "--out", out, "--json"], {
    cwd: root,
  });
  expect(code).toBe(0);
  const { rows, checks, turns, truths } = JSON.parse(printed) as {
    turns: number;
    rows: { contrast: string; estimator: string; ci: [number, number] }[];
    checks: {
      questions: { name: string; measures: { differences: { ci: [number, number]; truth: number }[] }[] }[];
    };
    truths: { contrast: string; value: number }[];
  };
  expect(turns).toBe(60 * 4 * 3 + 270);
  for (const { ci } of rows.filter(({ estimator }) => estimator === "hajek"))
    expect(ci[0]).toBeGreaterThan(0);
  expect(truths.every(({ value }) => value > 0)).toBe(true);
  const [report, sleep] = checks.questions.map(({ measures }) => measures[0]!.differences[0]!);
  expect(report!.truth).toBeCloseTo(0.9, 12);
  expect(report!.ci[0]).toBeGreaterThan(0.5);
  expect(sleep!.truth).toBe(0);
  expect(sleep!.ci[0] <= 0 && sleep!.ci[1] >= 0).toBe(true);
});

/** A person who is moved by the report, and by what neighbours say. */
function person({ body }: ServedCall): string {
  const messages = body.messages!.map(({ content }) => content);
  const has = messages.some((content) => content.includes("You have read this report"));
  const last = messages.at(-1)!;
  if (last.startsWith("Did you yourself")) return has ? "yes" : "no";
  if (last.startsWith("How many hours")) return String(6 + (body.seed! % 4));
  const heard = [...(last.split("just told you:")[1]?.matchAll(/\((\d+) of 10\)/g) ?? [])].map(([, n]) =>
    Number(n),
  );
  const mean = heard.length === 0 ? 4 : heard.reduce((sum, one) => sum + one, 0) / heard.length;
  const opinion = Math.max(0, Math.min(10, Math.round(mean + (has ? 2 : -0.5) + (body.seed! % 3) - 1)));
  return JSON.stringify({ reason: `I hear {{ braces }} and ${heard.length} neighbours.`, opinion });
}

it("runs on an endpoint with one line changed, through faults, and finds what the model there does", {
  timeout: 120_000,
}, async () => {
  const server = await faultServer({ answer: person, rate: 0.05, seed: 3 });
  try {
    const price = "price: { input: 0.15, output: 0.6 }";
    const file = await onEndpoint(
      `agents: { file: people.yaml, model: { url: "${server.url}", model: test-model }, ${price} }`,
    );
    const study = await readStudy(file);
    const before = check(study);
    expect(before.calls).toBe(990);
    // What the README says.
    expect(before.tokens!.input).toBeGreaterThan(700_000);
    expect(before.tokens!.input).toBeLessThan(770_000);
    expect(before.tokens!.output).toBe(198_000);
    expect(before.money).toBeGreaterThan(0.2);
    expect(before.money).toBeLessThan(0.235);
    const out = join(folder, "language");
    const result = await runStudy(study, { out, alarm });
    if (!result.complete) throw new Error(result.run.halted?.because);
    expect(result.run.statuses).toEqual({ ok: 990, refused: 0, invalid: 0, failed: 0, timeout: 0 });
    expect(result.run.spent.input).toBeLessThan(before.tokens!.input);
    expect(result.run.spent.money).toBeLessThan(before.money!);
    const hajek = result.rows.filter(({ estimator }) => estimator === "hajek");
    for (const row of hajek) {
      if ("because" in row || !("ci" in row)) throw new Error("no interval");
      expect(row.ci![0]).toBeGreaterThan(0);
    }
    const [report, sleep] = result.checks.questions!;
    expect(report!.measures[0]!.differences[0]).toMatchObject({
      estimate: 1,
      first: "treated",
      second: "control",
    });
    expect(sleep!.arms.reduce((sum, { asked }) => sum + asked, 0)).toBe(90);
    // Only those in the treated arm read the report; everybody is who the table says; nobody hears of a question.
    const { turns } = readJournal(join(out, "journal.jsonl"));
    expect(turns.filter(({ phase }) => phase === "act")).toHaveLength(720);
    const readers = new Set(
      server.requests
        .filter(({ body }) => body.messages![1]!.content.includes("You have read this report"))
        .map(({ body }) => body.messages![0]!.content),
    );
    expect(readers.size).toBeLessThanOrEqual(45);
    expect(
      server.requests.every(({ body }) =>
        /^You are [A-Z][a-z]+, \d+ years old, /.test(body.messages![0]!.content),
      ),
    ).toBe(true);
    const acting = server.requests.filter(({ body }) => body.messages!.length === 2);
    expect(acting.some(({ body }) => /sleep|yourself read/.test(body.messages![1]!.content))).toBe(false);
    expect(acting.some(({ body }) => body.messages![1]!.content.includes("I hear {{ braces }} and"))).toBe(
      true,
    );
  } finally {
    await server.close();
  }
});

it("takes a provider of the AI SDK in the same line, and says what is wrong where it stands", async () => {
  const good = await readStudy(await onEndpoint("agents: { file: people.yaml, model: openai/gpt-5-mini }"));
  expect(good.model.agents.params).toMatchObject({ model: "openai/gpt-5-mini", memory: { last: 2 } });
  const bad = await onEndpoint("agents: { file: people.yaml, model: gpt }");
  await expect(readStudy(bad)).rejects.toThrow(
    'study.yaml:11:11: model.agents: language: model must be provider/model, such as openai/gpt-5-mini, got "gpt"',
  );
  const typo = await onEndpoint("agents: { file: people.yaml, model: openai/x, maxTokns: 3 }");
  await expect(readStudy(typo)).rejects.toThrow(
    'model.agents: there is no setting "maxTokns" (did you mean "maxTokens"?)',
  );
  const inFile = await onEndpoint("agents: { file: people.yaml, model: openai/x }");
  const people = join(inFile, "../people.yaml");
  writeFileSync(people, readFileSync(people, "utf8").replace("memory: { last: 2 }", "memory: { last: 0 }"));
  await expect(readStudy(inFile)).rejects.toThrow(
    "people.yaml:38:17: agents: memory.last must be a whole number of at least 1, got 0",
  );
  await expect(readStudy(await onEndpoint("agents: { file: nobody.yaml }"))).rejects.toThrow("nobody.yaml");
  const list = await onEndpoint("agents: { file: people.csv }");
  writeFileSync(join(list, "../people.csv"), "[1, 2]\n");
  await expect(readStudy(list)).rejects.toThrow(
    "people.csv:1:1: agents: wanted a mapping with a kind and its settings, got [1,2]",
  );
});
