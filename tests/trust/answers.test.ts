import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { rng } from "../../src/core/rng.ts";
import { afterFailures, failedRows } from "../../src/trust/answers/afterFailures.ts";
import { answerChecks } from "../../src/trust/answers/answerChecks.ts";
import type { RowsAtPath, Value } from "../../src/trust/answers/answerFields.ts";
import { evenChoices } from "../../src/trust/answers/evenChoices.ts";
import { fieldRole } from "../../src/trust/answers/fieldRole.ts";
import { repeatedDurations } from "../../src/trust/answers/repeatedDurations.ts";
import { repeatedTexts } from "../../src/trust/answers/repeatedTexts.ts";
import { trustLog } from "../../src/trust/trustLog.ts";
import { everyCase } from "../support/enumeration/inTurn.ts";

const shared = "../shared/data";
const folder = mkdtempSync(join(tmpdir(), "spillway-trust-"));
afterAll(() => rmSync(folder, { recursive: true }));

const flagged = async (files: readonly string[]): Promise<string[]> =>
  (await trustLog(files)).findings
    .filter(({ verdict }) => verdict === "flagged")
    .map(({ check, where }) => `${check}: ${where}`);

const here = existsSync(`${shared}/agents-disagree`);
const names = here
  ? ["convergence_QM_N24_H5", "stationarity", "committed_claude-3.5-sonnet", "committed_llama-2-70b"]
  : [];

describe.skipIf(!here)("on published logs (skipped: ../shared/data is not there)", () => {
  test("hashes of texts that are one text several times are found, within runs and across cells", async () => {
    const { findings } = await trustLog([`${shared}/agents-disagree/outputs.csv.gz`]);
    const [found, ...more] = findings.filter(({ verdict }) => verdict === "flagged");
    expect(more).toEqual([]);
    expect(found).toMatchObject({ check: "repeated texts", where: "sha256_16", rows: 588 });
    expect(found?.says).toContain("630 answers are 168 different texts");
    expect(found?.says).toContain("run (several times within 42 of 210");
  });

  test.each(names)("nothing is flagged in the naming game: %s", async (name) => {
    expect(await flagged([`${shared}/naming-game/${name}.csv.gz`])).toEqual([]);
  });
});

/** Answers in words as long as votes' comments, each written by itself. */
function comments(n: number, seed: number): string[] {
  const random = rng(seed);
  const word = (): string =>
    Array.from({ length: 2 + random.integer(6) }, () => String.fromCharCode(97 + random.integer(26))).join(
      "",
    );
  return Array.from({ length: n }, () => Array.from({ length: 4 + random.integer(20) }, word).join(" "));
}

const table = (columns: Readonly<Record<string, readonly Value[]>>): RowsAtPath => ({
  path: "votes[*]",
  rows: Object.values(columns)[0]!.length,
  columns: new Map(Object.entries(columns)),
});

const checksOf = (at: RowsAtPath): string[] =>
  answerChecks([at]).flatMap(({ verdict, check }) => (verdict === "flagged" ? [check] : []));

/** An honest log of votes: comments, durations to the thousandth, choices that depend on who votes. */
function honest(n: number, seed: number): Record<string, Value[]> {
  const random = rng(seed);
  return {
    comment: comments(n, seed),
    thinking_time: Array.from({ length: n }, () => Number((1 + 8 * random.uniform() ** 2).toFixed(3))),
    vote: Array.from({ length: n }, (_, k) =>
      random.uniform() < 0.4 + 0.3 * (k % 2) ? "approve" : "reject",
    ),
    status: Array.from({ length: n }, () => (random.uniform() < 0.05 ? "retried" : "ok")),
  };
}

describe("fills planted in an honest log are found", () => {
  test.each([0.01, 0.05, 0.2])("markers that nobody named, share %d", (share) => {
    const log = honest(3000, 7);
    const random = rng(8);
    const markers = ["We trust this team.", "We are not sure about this team."];
    log.comment = log.comment!.map((text) => (random.uniform() < share ? markers[random.integer(2)] : text));
    expect(checksOf(table(log))).toEqual(["repeated texts"]);
  });

  test.each([0.01, 0.05, 0.2])("durations of a cache, share %d", (share) => {
    const log = honest(3000, 9);
    const random = rng(10);
    log.thinking_time = log.thinking_time!.map((time) => (random.uniform() < share ? 0.002 : time));
    expect(checksOf(table(log))).toEqual(["repeated durations"]);
  });

  test.each(["coin", "constant"])("a %s after failures", (kind) => {
    const log = honest(3000, 11);
    const random = rng(12);
    log.vote = log.vote!.map((_, k) =>
      log.status![k] === "ok"
        ? random.uniform() < 0.85
          ? "approve"
          : "reject"
        : kind === "coin"
          ? ["approve", "reject"][random.integer(2)]!
          : "reject",
    );
    const found = answerChecks([table(log)]).filter(({ verdict }) => verdict === "flagged");
    expect(found.map(({ check }) => check)).toEqual(["choices after failures"]);
    expect(found[0]?.says).toContain(kind === "coin" ? "even as a coin" : "one value nearly always");
  });

  test("alternatives in turn", () => {
    const log = honest(3000, 13);
    log.vote = log.vote!.map((_, k) => ["a", "b", "c", "d"][k % 4]!);
    expect(checksOf(table(log))).toContain("answers too even");
  });

  test("a sentence that a known program fills in, even once, with its source", () => {
    const log = honest(100, 14);
    log.comment![50] = "I trust this team.";
    expect(checksOf(table(log))).toEqual(["filled-in sentences"]);
    expect(
      answerChecks([table({ said: ["Sorry.", "Yes, I do."] })], { fillers: ["Sorry."] })[0],
    ).toMatchObject({
      verdict: "flagged",
      rows: 1,
    });
  });
});

test("honest logs give at most as many false alarms of each check as 0.001 lets expect", () => {
  const logs = everyCase ? 2000 : 700;
  const alarms = new Map<string, number>();
  for (let seed = 0; seed < logs; seed++)
    for (const check of checksOf(table(honest(60, seed)))) alarms.set(check, (alarms.get(check) ?? 0) + 1);
  // P(more than 8 of 2,000 at 0.001) is below 0.0003, that of more than 5 of 700 below 0.0002.
  expect([...alarms].filter(([, count]) => count > (everyCase ? 8 : 5))).toEqual([]);
});

test("short texts that repeat in an honest way are no copies", () => {
  const random = rng(3);
  const agents = ["Alice", "Bob", "Carol", "Dan", "Erin"];
  const said = Array.from({ length: 500 }, () => `I will vote for ${agents[random.integer(5)]}.`);
  expect(repeatedTexts(said, 1e-3)).toEqual([]);
});

test("texts of one writer repeat by the union bound only, whatever their number", () => {
  const long = "a".repeat(80);
  expect(repeatedTexts([long, long, ...comments(100, 1)], 1e-3)).toHaveLength(1);
  expect(repeatedTexts(["yes", "yes", "no"], 1e-3)).toEqual([]);
  expect(repeatedTexts([], 1e-3)).toEqual([]);
});

test("coarse durations cannot tell, fine ones can", () => {
  const random = rng(5);
  expect(repeatedDurations(Array.from({ length: 400 }, () => random.integer(30)))).toBeUndefined();
  expect(repeatedDurations(Array.from({ length: 400 }, () => random.uniform()))).toMatchObject({
    repeats: 0,
    p: 1,
  });
  expect(repeatedDurations(Array.from({ length: 40 }, () => 1.5))).toMatchObject({ p: 0 });
  expect(repeatedDurations([1, 1, 1])).toBeUndefined();
});

test("an even split of two alternatives is nothing to look at", () => {
  const halves = Array.from({ length: 2000 }, (_, k) => (k % 2 === 0 ? "M" : "Q"));
  expect(evenChoices(halves)!.p).toBeGreaterThan(1e-3);
});

test.each([
  ["status", ["ok", "failed", undefined], [false, true, false]],
  ["attempts", [1, 2, 1], [false, true, false]],
  ["error", ["", "timeout", null as unknown as Value], [false, true, false]],
  ["valid", [true, false, true], [false, true, false]],
  ["finish_reason", ["stop", "length", "stop"], [false, true, false]],
] as const)("a field %s says what failed", (name, values, bad) => {
  expect(failedRows(name, values as readonly Value[], 3)).toEqual(bad);
});

test("no field of success in a game is one of failed calls", () => {
  expect(failedRows("success", [0, 1], 2)).toBeUndefined();
  expect(failedRows("fail_count", [0, 1], 2)).toBeUndefined();
  expect(afterFailures(["a"], [true])).toBeUndefined();
});

test.each([
  ["votes[*]", "comment", comments(30, 2), "text"],
  ["", "prompt", comments(30, 2), "other"],
  ["messages[*]", "content", comments(30, 2), "other"],
  ["", "sha256_16", Array.from({ length: 30 }, (_, k) => `abcdef${1000000 + k}`), "hash"],
  ["", "latency_ms", [1, 2, 3], "duration"],
  ["", "thinkingTime", [1.5, 2.5], "duration"],
  ["", "tick", [1, 2, 3], "other"],
  ["", "word", ["M", "Q"], "choice"],
  ["", "condition", ["a b c d e f g h i", "a b c d e f g h i"], "other"],
] as const)("of %s, field %s is known by name and content", (path, name, values, role) => {
  expect(fieldRole(path, name, values as readonly Value[])).toBe(role);
});

test("nested logs are read without a map, several files together, and hostile names do no harm", async () => {
  const votes = comments(40, 4).map((comment) => ({ comment, vote: "yes", __proto__x: 1 }));
  const one = join(folder, "one.json");
  writeFileSync(one, JSON.stringify({ rounds: [{ votes }, { votes }], constructor: { prototype: "x" } }));
  const found = await flagged([one]);
  expect(found).toEqual(["repeated texts: rounds[*].votes[*].comment"]);
  expect(readFileSync(one, "utf8")).toContain("__proto__x");
  await expect(trustLog([one], { texts: ["coment"] })).rejects.toThrow(/has no field "coment".*comment/);
  await expect(trustLog([])).rejects.toThrow("at least one log");
});
