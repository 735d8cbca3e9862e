import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { progressText } from "../../../src/cli/text/progressText.ts";
import { type Outcome, spillway } from "../spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-cli-run-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const run = (...args: readonly string[]): Outcome => spillway(["run", "small.yaml", ...args], { cwd });

writeFileSync(
  join(cwd, "small.yaml"),
  `seed: 3
model: { network: karate-club, agents: { kind: linear-in-means } }
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 5 }, expose: any-treated }
answer: [hajek]
`,
);

describe("spillway run", () => {
  test("pauses when a budget is used up, with exit code 0, and goes on with a larger one", () => {
    expect(run("--out", "a", "--budget-calls", "20")).toEqual({
      code: 0,
      out: "paused after 20 of 68 turns: the budget of 20 calls is used up; the run is not complete: repeat the command with a larger budget to continue\n",
      err: "",
    });
    expect(existsSync(join(cwd, "a/units.csv"))).toBe(false);
    const json = run("--out", "a", "--budget-calls", "30", "--json");
    expect(json.code).toBe(0);
    expect(JSON.parse(json.out)).toMatchObject({
      complete: false,
      halted: { kind: "budget" },
      turns: 30,
      total: 68,
      spent: { calls: 30 },
    });
    const last = run("--out", "a", "--budget-calls", "68", "--json");
    expect(last.code).toBe(0);
    expect(JSON.parse(last.out)).toMatchObject({ complete: true, turns: 68, checks: { notes: [] } });
  });

  test("refuses a folder in which another process is at work", () => {
    mkdirSync(join(cwd, "b"));
    const holder = { pid: process.pid, host: hostname(), since: "2026-01-01T00:00:00.000Z" };
    writeFileSync(join(cwd, "b/run.lock"), JSON.stringify(holder));
    const { code, err } = run("--out", "b");
    expect(code).toBe(1);
    expect(err).toContain(
      `spillway: run: the folder "b" is in use by process ${process.pid} on ${hostname()}, since 2026-01-01T00:00:00.000Z: wait for it`,
    );
  });

  test("runs every combination of settings with --vary, and refuses what does not go with it", () => {
    const vary = ["--vary", "data.assign.treated=4,6", "--vary", 'answer=[["hajek"]]'];
    const done = run("--out", "factors", ...vary);
    expect(done.code).toBe(0);
    expect(done.err).toContain('… 2 of 2: data.assign.treated=6 answer=["hajek"]\n');
    expect(
      done.out.match(/^data\.assign\.treated=[46] answer=\["hajek"\]\ncontrast +estimator/gm)?.length,
    ).toBe(2);
    expect(existsSync(join(cwd, "factors/2/report.html"))).toBe(true);
    const paused = run("--out", "paused", ...vary, "--budget-calls", "20");
    expect([paused.code, paused.out]).toEqual([
      0,
      'paused/1 (data.assign.treated=4 answer=["hajek"]): paused after 20 of 68 turns: the budget of 20 calls is used up; the run is not complete: repeat the command with a larger budget to continue\n',
    ]);
    for (const [args, message] of [
      [
        [...vary, "--otel", "x.json"],
        "run: --otel does not go with --vary: export each folder with spillway trace",
      ],
      [[...vary, ...vary], "run: --vary names data.assign.treated twice: put all its values into one"],
      [
        ["--vary", "rounds"],
        'run: --vary must be path=values, got "rounds", and a factor by name is robustness, paraphrase, option-order, temperature or model',
      ],
    ] as const)
      expect(run("--out", "none", ...args)).toEqual({ code: 2, out: "", err: `spillway: ${message}\n` });
    expect(existsSync(join(cwd, "none"))).toBe(false);
  });

  test("says which option it cannot read", () => {
    const { code, err } = run("--out", "c", "--budget-money", "0");
    expect(code).toBe(2);
    expect(err).toContain("It must be a number above 0.");
  });
});

describe("progress", () => {
  test("tells turns, rate, time left, cost so far and expected, and what went wrong", () => {
    const base = { done: 250, total: 1000, world: 1, round: 2, earlier: 0, failed: 0, faults: 0 };
    const nothing = { calls: 250, input: 0, output: 0, money: 0 };
    expect(progressText({ ...base, spent: nothing }, 50, 10_000)).toBe(
      "250 of 1000 turns (25 %), world 1, round 2, 5 a second, 3 min left",
    );
    expect(
      progressText(
        {
          ...base,
          failed: 3,
          faults: 7,
          spent: { calls: 257, input: 900, output: 100, money: 1.5 },
          pause: 3_700_000,
        },
        1,
        60_000,
      ),
    ).toBe(
      "250 of 1000 turns (25 %), world 1, round 2, 1 a minute, 12 h 30 min left, cost 1.5 of about 6, 3 not ok, 7 attempts failed, asked to wait for 1 h 2 min",
    );
    const tokens = { ...nothing, input: 900, output: 100 };
    expect(progressText({ ...base, done: 1000, spent: tokens }, 0, 0)).toBe(
      "1000 of 1000 turns (100 %), world 1, round 2, 1000 tokens",
    );
  });
});
