import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { everyCase } from "../support/enumeration/inTurn.ts";
import { program } from "./program.ts";
import { type Outcome, spillway, startSpillway } from "./spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-cli-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const run = (args: readonly string[], input?: string, env?: Record<string, string>): Outcome =>
  spillway(args, { cwd, ...(input === undefined ? {} : { input }), ...(env ? { env } : {}) });
const read = (file: string): string => readFileSync(join(cwd, file), "utf8");

const SMALL = `seed: 3
model:
  network: karate-club
  agents: {kind: exposure-response, outcomes: {none: 1, indirect: 2, direct: 3, both: 4}, spread: 1}
inquiry:
  spillover: [indirect, none]
data:
  assign: {kind: complete, treated: 5}
  expose: any-treated
answer: [hajek, difference-in-means]
`;
writeFileSync(join(cwd, "small.yaml"), SMALL);

describe("spillway init", () => {
  test("writes a study that checks without errors, and does not replace it", () => {
    expect(run(["init", "first"])).toEqual({
      code: 0,
      out: "first/study.yaml\n",
      err: "next: spillway check first/study.yaml\n",
    });
    const checked = run(["check", "first/study.yaml"]);
    expect(checked.code).toBe(0);
    expect(checked.out).toContain("200 agents, a fixed number in each arm (160 and 40)");
    expect(checked.out).not.toContain("warning");
    expect(run(["init", "first"])).toEqual({
      code: 2,
      out: "",
      err: "spillway: init: first/study.yaml is there already: choose another folder, or remove it\n",
    });
  });
});

describe("spillway check", () => {
  test("prints JSON with the expected agents of each condition", () => {
    const { code, out } = run(["check", "small.yaml", "--json"]);
    expect(code).toBe(0);
    const found = JSON.parse(out) as {
      calls: number;
      conditions: { condition: string; expected: number }[];
      method: string;
    };
    expect(found.calls).toBe(68);
    expect(found.method).toBe("exact");
    const expected = found.conditions.reduce((total, one) => total + one.expected, 0);
    expect(expected).toBeCloseTo(34, 9);
    const treated = found.conditions.filter(
      ({ condition }) => condition === "direct" || condition === "both",
    );
    expect(treated.reduce((total, one) => total + one.expected, 0)).toBeCloseTo(5, 9);
  });

  test("reads a study from standard input, in any width up to 100 columns, without colours in a pipe", () => {
    const { code, out } = run(["check", "-"], SMALL);
    expect(code).toBe(0);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(out).not.toContain("\x1b[");
  });

  test("a mistake in the study is one line with its place, and exit code 2", () => {
    expect(run(["check", "-"], SMALL.replace("treated: 5", "treatd: 5"))).toEqual({
      code: 2,
      out: "",
      err: 'spillway: (standard input):8:28: data.assign: there is no setting "treatd" (did you mean "treated"?)\n',
    });
  });

  test("a file that is not there is exit code 2", () => {
    expect(run(["check", "absent.yaml"])).toEqual({
      code: 2,
      out: "",
      err: 'spillway: there is no file "absent.yaml"\n',
    });
  });

  test("control characters of a file do not reach the terminal", () => {
    const { code, err } = run(["check", "-"], `${SMALL}"\\e[31mx": 1\n`);
    expect(code).toBe(2);
    expect(err).not.toContain("\x1b");
  });
});

describe("spillway plan", () => {
  test("writes a plan, finds the same plan again, and never replaces another", () => {
    expect(run(["plan", "small.yaml", "--out", "plan.json"]).code).toBe(0);
    const first = read("plan.json");
    expect(JSON.parse(first).assignments[0].filter((arm: number) => arm === 1)).toHaveLength(5);
    expect(run(["plan", "small.yaml", "--out", "plan.json", "--quiet"])).toEqual({
      code: 0,
      out: "",
      err: "",
    });
    const other = run(["plan", "small.yaml", "--out", "plan.json", "--seed", "4"]);
    expect(other.code).toBe(2);
    expect(other.err).toContain(
      'spillway: plan.json: plan: there is another plan already: its seed is "3" there and "4" here',
    );
    expect(read("plan.json")).toBe(first);
    expect(JSON.parse(run(["plan", "small.yaml", "--json"]).out)).toEqual(JSON.parse(first));
  });
});

describe("spillway run, report and estimate", () => {
  test("runs, writes every file, and prints the estimates beside the truth", () => {
    const { code, out, err } = run(["run", "small.yaml", "--out", "runs/a"]);
    expect(code).toBe(0);
    expect(out).toContain("spillover");
    expect(out).toContain("difference-in-means (naive)");
    expect(out).toContain("true global average treatment effect, GATE (all treated − none): 3.000");
    expect(err).toBe("the report is runs/a/report.html\n");
    for (const name of [
      "plan.json",
      "study.json",
      "journal.jsonl",
      "units.csv",
      "estimates.json",
      "estimates.csv",
      "report.html",
    ]) {
      expect(existsSync(join(cwd, "runs/a", name)), name).toBe(true);
    }
  });

  test("prints JSON, and says that a run was complete already", () => {
    const { code, out, err } = run(["run", "small.yaml", "--out", "runs/a", "--json"]);
    expect(code).toBe(0);
    expect(err).toContain("the run was complete already");
    const found = JSON.parse(out) as {
      rows: { contrast: string; n: number[] }[];
      truths: { value: number }[];
      turns: number;
    };
    expect(found.turns).toBe(68);
    expect(found.truths[0]!.value).toBeCloseTo(1, 12);
    expect(found.rows).toEqual(JSON.parse(read("runs/a/estimates.json")).rows);
  });

  test("makes the report again", () => {
    const before = read("runs/a/report.html");
    rmSync(join(cwd, "runs/a/report.html"));
    expect(run(["report", "runs/a"])).toEqual({ code: 0, out: "runs/a/report.html\n", err: "" });
    // The page of a run names the command that makes figures as PNG, which takes its time; this command has made them.
    const withoutPng = (page: string): string =>
      page.replaceAll(/· (?:PNG: <code>[^<]*<\/code>|<a [^>]*>PNG<\/a>) ·/g, "·");
    const again = read("runs/a/report.html");
    expect(again).toContain("data:image/png;base64,");
    expect(withoutPng(again)).toBe(withoutPng(before));
    expect(run(["report", "nowhere"]).err).toBe(
      'spillway: run: there is no run in "nowhere": wanted a folder that spillway run has written\n',
    );
  });

  test("asks something else of a finished run, and says that the study was changed", () => {
    writeFileSync(
      join(cwd, "other.yaml"),
      SMALL.replace("spillover: [indirect, none]", "total: [both, none]"),
    );
    const { code, out, err } = run(["estimate", "other.yaml", "--out", "runs/a", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out).rows[0].contrast).toBe("total");
    expect(err).toContain("the study was changed after its plan was drawn");
    writeFileSync(join(cwd, "wrong.yaml"), SMALL.replace("treated: 5", "treated: 6"));
    expect(run(["estimate", "wrong.yaml", "--out", "runs/a"])).toMatchObject({ code: 2 });
  });

  test.runIf(everyCase)(
    "the first Ctrl-C stops cleanly with exit code 130, and the same command resumes to the same bytes",
    async () => {
      writeFileSync(join(cwd, "long.yaml"), SMALL.replace("  expose", "  rounds: 5\n  worlds: 60\n  expose"));
      expect(run(["run", "long.yaml", "--out", "runs/whole", "--quiet"]).code).toBe(0);
      const child = spawn(process.execPath, [program, "run", "long.yaml", "--out", "runs/cut"], { cwd });
      let err = "";
      child.stderr.on("data", (text) => (err += String(text)));
      const gone = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
      const journal = join(cwd, "runs/cut/journal.jsonl");
      while ((!existsSync(journal) || statSync(journal).size < 20_000) && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 2));
      child.kill("SIGINT");
      expect(await gone).toBe(130);
      expect(err).toMatch(/stopped after \d+ of \d+ turns: repeat the command to resume the run/);
      expect(existsSync(join(cwd, "runs/cut/units.csv"))).toBe(false);
      expect(run(["run", "long.yaml", "--out", "runs/cut", "--quiet"]).code).toBe(0);
      for (const name of ["plan.json", "units.csv", "estimates.json"])
        expect(read(`runs/cut/${name}`)).toBe(read(`runs/whole/${name}`));
    },
  );
});

describe("the command line itself", () => {
  // The program in a process of its own: its exit codes are those of the process.
  const start = (args: readonly string[]): Outcome => startSpillway(args, { cwd });

  test("prints its version and its help", () => {
    expect(start(["--version"])).toEqual({ code: 0, out: "0.1.0\n", err: "" });
    const help = run(["run", "--help"]);
    expect(help.code).toBe(0);
    expect(help.out).toContain("spillway run study.yaml --out runs/first --workers 2");
  });

  test("a mistyped command or flag is exit code 2 with a suggestion", () => {
    expect(start(["rnu"])).toEqual({
      code: 2,
      out: "",
      err: "error: unknown command 'rnu'\n(Did you mean run?)\n",
    });
    expect(run(["check", "small.yaml", "--jsn"])).toEqual({
      code: 2,
      out: "",
      err: "error: unknown option '--jsn'\n(Did you mean --json?)\n",
    });
    expect(run(["check", "small.yaml", "spare"]).code).toBe(2);
    expect(run(["run", "small.yaml"]).err).toBe("error: required option '--out <folder>' not specified\n");
    expect(run(["run", "small.yaml", "--out", "x", "--workers", "0"]).err).toContain(
      "It must be a whole number of at least 1.",
    );
  });

  test("something broken is exit code 1 and one line", () => {
    writeFileSync(join(cwd, "blocked"), "a file where a folder should be");
    const { code, err } = start(["run", "small.yaml", "--out", "blocked/x"]);
    expect(code).toBe(1);
    expect(err).toMatch(/^spillway: .*\n$/);
  });

  test("lists every catalogue, and the settings of a kind", () => {
    const all = JSON.parse(run(["designs", "--json"]).out) as Record<string, { kind: string }[]>;
    expect(Object.keys(all)).toEqual([
      "designs",
      "exposures",
      "estimators",
      "agents",
      "networks",
      "channels",
      "schedules",
    ]);
    expect(all.designs!.map(({ kind }) => kind)).toContain("graph-cluster");
    expect(run(["designs", "graph-cluster"]).out).toContain("net | 3-net | 1-hop-max");
    expect(run(["designs", "graph-clster"])).toEqual({
      code: 2,
      out: "",
      err: 'spillway: designs: there is no kind "graph-clster" (did you mean "graph-cluster"?)\n',
    });
  });
});
