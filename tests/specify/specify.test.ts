import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Outcome, spillway } from "../cli/spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-specify-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const run = (...args: string[]): Outcome => spillway(args, { cwd });

writeFileSync(
  join(cwd, "study.yaml"),
  `seed: 5
model:
  network: { kind: small-world, n: 60, k: 4, rewire: 0.1 }
  agents: { kind: exposure-response, outcomes: { none: 0, indirect: 6, direct: 2, both: 8 }, spread: 1 }
inquiry:
  direct: [direct, none]
  own: { kind: test, hypothesis: exposure-own }
  mapping: { kind: test, hypothesis: exposure-mapping }
data: { assign: { kind: bernoulli, probability: 0.3 }, expose: any-treated, worlds: 2 }
answer: [hajek, { kind: specification-test, draws: 99 }]
`,
);
const ran = run("run", "study.yaml", "--out", "r", "--quiet");
const units = (): string[] => readFileSync(join(cwd, "r/units.csv"), "utf8").trimEnd().split("\n");

interface Found {
  readonly kept?: string;
  readonly worlds: number;
  readonly population: number;
  readonly notes: readonly string[];
  readonly steps: readonly {
    readonly map: string;
    readonly p?: number;
    readonly closed?: number;
    readonly rejected?: boolean;
  }[];
  readonly study: { readonly rejected?: boolean };
  readonly comparison: readonly { readonly map: string; readonly found?: object }[];
}
const specified = (...args: string[]): Found => {
  const { code, out, err } = run("specify", "study.yaml", ...args, "--draws", "99", "--json", "--quiet");
  expect(err).toBe("");
  expect(code).toBe(0);
  return JSON.parse(out) as Found;
};

describe("specify", () => {
  test("refutes what is too coarse, keeps what holds, and writes file and report into the run's folder", () => {
    expect(ran.code).toBe(0);
    const found = specified("r");
    expect(found).toMatchObject({ kept: "any", worlds: 2, population: 60, study: { rejected: false } });
    expect(found.steps.map(({ map, rejected }) => [map, rejected])).toEqual([
      ["nothing", true],
      ["own", true],
      ["any", false],
      ["count", false],
    ]);
    let closed = 0;
    for (const step of found.steps) {
      closed = Math.max(closed, step.p!);
      expect(step.closed).toBe(closed);
    }
    expect(found.comparison.filter((row) => row.found).map(({ map }) => map)).toContain("own-arm");
    expect(JSON.parse(readFileSync(join(cwd, "r/specification.json"), "utf8"))).toEqual(found);
    expect(readFileSync(join(cwd, "r/report.html"), "utf8")).toContain("Is the exposure mapping right?");
    expect(readFileSync(join(cwd, "r/report.html"), "utf8")).toContain(
      "the expected exposure effect, the mean outcome given direct",
    );
    expect(run("report", "r").code).toBe(0);
    expect(readFileSync(join(cwd, "r/report.html"), "utf8")).toContain("Is the exposure mapping right?");
    expect(specified("r")).toEqual(found);
    expect(specified("r/units.csv")).toEqual(found);
  });

  test("the study's own tests are the same hypotheses", () => {
    const { rows } = JSON.parse(readFileSync(join(cwd, "r/estimates.json"), "utf8")) as {
      rows: { contrast: string; p?: number }[];
    };
    const p = (name: string): number =>
      rows.find(({ contrast, p }) => contrast === name && p !== undefined)!.p!;
    expect(p("own")).toBeLessThanOrEqual(0.05);
    expect(p("mapping")).toBeGreaterThan(0.05);
  });

  test("without data it lists the hypotheses, and tests none", () => {
    const { code, out } = run("specify", "study.yaml", "--quiet");
    expect(code).toBe(0);
    expect(out).toContain("share is left out");
    expect(out).toContain("No answer for own, because no outcome was observed");
    expect(out).not.toContain("refuted  ");
  });

  test("takes one world, missing outcomes, rounds one by one, and further networks", () => {
    expect(specified("r/units.csv", "--world", "1").worlds).toBe(1);
    const header = units()[0]!;
    const missing = units().map((line, k) => (k % 7 === 3 ? line.replace(/,[^,]*,ok$/, ",,invalid") : line));
    writeFileSync(join(cwd, "missing.csv"), `${missing.join("\n")}\n`);
    expect(specified("missing.csv").notes.join()).toContain("outcomes are missing");
    const rounds = [
      header,
      ...units().slice(1),
      ...units()
        .slice(1)
        .map((line) => line.replace(/^(\d+),2,/, "$1,3,")),
    ];
    writeFileSync(join(cwd, "rounds.csv"), `${rounds.join("\n")}\n`);
    const chosen = run("specify", "study.yaml", "rounds.csv");
    expect(chosen.code).toBe(2);
    expect(chosen.err).toContain("choose one with --round");
    const all = specified("rounds.csv", "--round", "all") as unknown as { rounds: { round: number }[] };
    expect(all.rounds.map(({ round }) => round)).toEqual([2, 3]);
    writeFileSync(join(cwd, "friends.csv"), "source,target\n0,30\n1,31\n2,32\n");
    const also = specified("r", "--also", "friends=friends.csv");
    expect(also.steps.map(({ map }) => map)).toContain("count in friends");
  });

  test("writes a table with a row for each hypothesis and contrast", () => {
    expect(run("specify", "study.yaml", "r", "--draws", "99", "--out", "s.csv", "--quiet").code).toBe(0);
    const lines = readFileSync(join(cwd, "s.csv"), "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(1 + 5 + 1 + 5);
    expect(lines[0]).toContain("closed_p");
  });

  test.each([
    [["study.yaml", "r", "--alpha", "1"], "must be a number between 0 and 1"],
    [["study.yaml", "r", "--draws", "18"], "whole number of at least 19"],
    [["study.yaml", "r", "--also", "friends"], "--also: wanted name=file"],
    [["study.yaml", "r", "--also", "f=friends.csv", "--also", "f=friends.csv"], "is named twice"],
    [["study.yaml", "r", "--round", "2"], "--round does not go with the folder of a run"],
    [["study.yaml", "r/units.csv", "--world", "7"], "there is no world 7"],
    [["study.yaml", "nowhere.csv"], "nowhere.csv"],
    [["study.yaml", "r", "--method", "magic"], "auto, focal, pairs"],
  ])("%s is bad input", (args, words) => {
    writeFileSync(join(cwd, "friends.csv"), "source,target\n0,30\n");
    const { code, out, err } = run("specify", ...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(words);
    expect(err.length).toBeLessThan(2000);
  });

  test("asks about every outcome of the study, each in its chain at the level over their number, or about those named", () => {
    writeFileSync(
      join(cwd, "two.yaml"),
      `seed: 5
model:
  network: { kind: small-world, n: 60, k: 4, rewire: 0.1 }
  agents: { kind: exposure-response, outcomes: { none: 0, indirect: 6, direct: 2, both: 8 }, spread: 1 }
inquiry: { direct: [direct, none] }
data:
  assign: { kind: bernoulli, probability: 0.3 }
  expose: any-treated
  worlds: 2
  outcome: support
  ask: [{ name: mood, prompt: How?, answer: { kind: number, from: 0, to: 9 }, answers: { control: 1, treated: 5 } }]
  outcomes: { mood: { question: mood } }
answer: [hajek]
`,
    );
    expect(run("run", "two.yaml", "--out", "two", "--quiet").code).toBe(0);
    type Told = Found & { readonly outcome?: string; readonly alpha: number };
    const asked = (...args: string[]): Told[] => {
      const { code, out, err } = run("specify", "two.yaml", ...args, "--draws", "99", "--json", "--quiet");
      expect([code, err]).toEqual([0, ""]);
      const told = JSON.parse(out) as Told & { readonly rounds?: Told[] };
      return told.rounds ?? [told];
    };
    const both = asked("two");
    expect(both.map(({ outcome, kept, alpha }) => [outcome, kept, alpha])).toEqual([
      ["support", "any", 0.025],
      ["mood", "own", 0.025],
    ]);
    // What control and treated answer varies nowhere: an interval of no length would claim certainty.
    expect(both[1]!.comparison.every((row) => row.found === undefined)).toBe(true);
    for (const { notes } of both)
      expect(notes.join()).toContain("2 outcomes are asked about (support, mood), each at 0.05/2");
    const report = readFileSync(join(cwd, "two/report.html"), "utf8");
    expect(report).toContain("<h3><bdi>support</bdi></h3>");
    expect(report).toContain("<h3><bdi>mood</bdi></h3>");
    expect(asked("two/units.csv")).toEqual(both);
    for (const name of ["mood", "ask.mood"])
      expect(asked("two", "--outcome", name)).toMatchObject([{ outcome: name, kept: "own", alpha: 0.05 }]);
    expect(asked("two", "--outcome", "support")).toMatchObject([{ kept: "any", alpha: 0.05 }]);
    expect(asked("two", "--outcome", "ask.mood=5")).toMatchObject([{ outcome: "ask.mood=5", kept: "own" }]);
    for (const [args, words] of [
      [["--outcome", "mood", "--outcome", "mood"], 'the outcome "mood" is named twice'],
      [["--outcome", "moood"], 'there is no column "moood"'],
    ] as const) {
      const wrong = run("specify", "two.yaml", "two", ...args);
      expect(wrong.code).toBe(2);
      expect(wrong.err).toContain(words);
    }
    const lacking = readFileSync(join(cwd, "two/units.csv"), "utf8").replace("ask.mood", "spirits");
    writeFileSync(join(cwd, "lacking.csv"), lacking);
    expect(run("specify", "two.yaml", "lacking.csv").err).toContain('there is no column "ask.mood"');
  });

  test("a further network with other agents, and a damaged specification.json, are refused by name", () => {
    writeFileSync(join(cwd, "other.csv"), "source,target\nann,bob\n");
    const stranger = run("specify", "study.yaml", "r", "--also", "other=other.csv");
    expect(stranger.code).toBe(2);
    expect(stranger.err).toContain("the network other has agents that the study's network does not have");
    expect(existsSync(join(cwd, "r/specification.json"))).toBe(true);
    writeFileSync(join(cwd, "r/specification.json"), '{"steps": 3}');
    const damaged = run("report", "r");
    expect(damaged.code).toBe(2);
    expect(damaged.err).toContain("no file that spillway specify writes");
  });
});
