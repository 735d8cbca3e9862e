import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RunManifest } from "../../../src/experiment/runManifest.ts";
import { runStudy } from "../../../src/experiment/runStudy.ts";
import { readJournal } from "../../../src/log/journal/readJournal.ts";
import type { Alarm } from "../../../src/run/Alarm.ts";
import { systemAlarm } from "../../../src/run/systemAlarm.ts";
import { parseStudy } from "../../../src/study-file/parseStudy.ts";
import { type FaultServer, faultServer } from "../../support/faultServer.ts";

const KEY = "planted-0123456789-key";
let folder = "";
let server: FaultServer | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-language-"));
  process.env.LANGUAGE_STUDY_KEY = KEY;
});
afterEach(async () => {
  delete process.env.LANGUAGE_STUDY_KEY;
  rmSync(folder, { recursive: true, force: true });
  await server?.close();
});

const studyText = (url: string): string => `
seed: 5
model:
  network: { kind: ring-lattice, n: 12, k: 2 }
  agents:
    kind: language
    model: { url: "${url}", model: test-model, keyFrom: LANGUAGE_STUDY_KEY }
    prompt: "{% for one in heard %}{{ one.said }} {% endfor %}{{ arm }}: how much?"
    answer: { kind: number, from: 0, to: 100, whole: true }
    price: { input: 1, output: 2 }
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 3 }, expose: any-treated, rounds: 3 }
answer: [hajek]
`;

const allFiles = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));

/** Waits of seconds are over in milliseconds; the time that a call may take is left as it is. */
const alarm: Alarm = (ms, ring) => systemAlarm(ms < 300_000 ? Math.min(ms, 5) : ms, ring);

test("a study on an endpoint that misbehaves ends every turn, calls nobody twice after an answer, and writes no key", async () => {
  server = await faultServer({
    rate: 0.3,
    kinds: ["429", "500", "reset", "truncated", "wrong json", "empty", "cut short"],
    seed: 2,
    // Repeats its key, and answers nonsense now and then.
    answer: ({ body, attempt, headers }) =>
      attempt === 1 && body.seed! % 5 === 0 ? `I use ${headers.authorization}` : String(body.seed! % 101),
  });
  const study = await parseStudy(studyText(server.url));
  const result = await runStudy(study, { out: folder, alarm });
  expect(result.complete).toBe(true);
  const { turns } = readJournal(join(folder, "journal.jsonl"));
  expect(turns).toHaveLength(36);
  const statuses = turns.map(({ status }) => status);
  expect(statuses.filter((status) => status === "ok").length).toBeGreaterThan(30);
  // What it served well and what turned out unusable are told apart: nobody was asked again after a good answer.
  for (const { answered } of server.calls.values()) expect(answered).toBeLessThanOrEqual(3);
  const good = turns.filter(({ status }) => status === "ok");
  for (const { action, outcome } of good) expect(action?.said).toBe(outcome);
  expect(server.requests.length).toBeGreaterThan(40);
  const text = allFiles(folder).join("\n");
  expect(text).toContain("test-model");
  expect(text).not.toContain("0123456789");
});

test("on a good endpoint every call is made once, and a second run is the same", async () => {
  server = await faultServer({
    answer: ({ body }) => String(body.seed! % 101),
    delay: ({ body }) => body.seed! % 7,
  });
  const runs = ["one", "two"].map((name) => join(folder, name));
  const units: string[] = [];
  for (const out of runs) {
    const study = await parseStudy(studyText(server.url));
    expect((await runStudy(study, { out })).complete).toBe(true);
    units.push(readFileSync(join(out, "units.csv"), "utf8"));
  }
  expect(units[0]).toBe(units[1]);
  expect(server.requests).toHaveLength(72);
  expect([...server.calls.values()].every(({ attempts }) => attempts === 2)).toBe(true);
  const { turns } = readJournal(join(runs[0]!, "journal.jsonl"));
  expect(turns.every(({ model, cost }) => model === "test-model" && cost !== undefined && cost > 0)).toBe(
    true,
  );
});

test("an endpoint that changes its configuration in the middle is found out, and what it cannot do is written down", async () => {
  server = await faultServer({
    answer: () => "7",
    fault: ({ body }) => (body.response_format === undefined ? undefined : "no schema"),
    fingerprint: ({ body }) => (body.messages!.at(-1)!.content.startsWith("7") ? "fp_two" : "fp_one"),
  });
  const out = join(folder, "run");
  const result = await runStudy(await parseStudy(studyText(server.url)), { out, alarm });
  if (!result.complete) throw new Error("the run is not complete");
  const { turns } = readJournal(join(out, "journal.jsonl"));
  expect(turns.map(({ round, fingerprint }) => [round, fingerprint])).toEqual(
    turns.map(({ round }) => [round, round === 1 ? "fp_one" : "fp_two"]),
  );
  const warning = "the endpoint takes no JSON Schema: the form of the answer was asked for in words alone";
  expect(turns.every(({ warnings }) => warnings?.[0] === warning)).toBe(true);
  expect(result.checks.fingerprintChanges).toEqual(["control", "treated"]);
  expect(result.checks.notes).toEqual([
    "the configuration behind model test-model changed in arm control: fp_one (9 turns), fp_two (18 turns)",
    "the configuration behind model test-model changed in arm treated: fp_one (3 turns), fp_two (6 turns)",
    `calls came with a warning in arm control (27 turns), treated (9 turns): ${warning}`,
  ]);
  const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as RunManifest;
  expect(manifest.models.fingerprints?.map(({ fingerprint, turns: n }) => [fingerprint, n])).toEqual([
    ["fp_one", 9],
    ["fp_two", 18],
    ["fp_one", 3],
    ["fp_two", 6],
  ]);
});
