import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Diagnosis } from "../../../src/diagnose/diagnose.ts";
import type { Sweep } from "../../../src/diagnose/sweep.ts";
import { type Outcome, spillway } from "../spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-diagnose-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const run = (...args: readonly string[]): Outcome => spillway(["diagnose", ...args], { cwd });
writeFileSync(
  join(cwd, "study.yaml"),
  `seed: 1
model:
  network: { kind: small-world, n: 40, k: 4, rewire: 0.1 }
  agents: { kind: exposure-response, outcomes: { none: 0, indirect: 1, direct: 2, both: 3 }, spread: 1 }
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 8 }, expose: any-treated }
answer: [hajek, difference-in-means]
`,
);

describe("spillway diagnose", () => {
  test("prints a table with Monte Carlo errors, and diagnosands of one's own", () => {
    const { code, out, err } = run(
      ...[
        "study.yaml",
        "--simulations",
        "30",
        "--quiet",
        "--diagnosand",
        "far = abs(estimate - truth) > 0.3",
      ],
    );
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^30 simulated experiments: assignments are drawn anew/);
    expect(out).toMatch(/spillover +hajek +1\.000 +-?0\.\d+/);
    expect(out).toContain("difference-in-means (naive)");
    expect(out).toMatch(/spillover\/hajek: far 0\.\d+ ± 0\.\d+ \(30 simulations\)/);
  });

  test("keeps results and simulations in a folder, and uses them again", () => {
    const first = run("study.yaml", "--simulations", "20", "--out", "kept", "--json", "--quiet");
    expect(first.code).toBe(0);
    const found = JSON.parse(first.out) as Diagnosis;
    expect([found.simulations, found.complete, found.rows.length]).toEqual([20, true, 2]);
    // In the file, every estimate too, for pictures of their distribution.
    const { estimates, ...kept } = JSON.parse(
      readFileSync(join(cwd, "kept/diagnosis.json"), "utf8"),
    ) as Diagnosis & { readonly estimates: readonly (readonly number[])[] };
    expect(kept).toEqual(found);
    expect(estimates.map((list) => list.length)).toEqual([20, 20]);
    const csv = readFileSync(join(cwd, "kept/diagnosis.csv"), "utf8").split("\n");
    expect(csv[0]).toMatch(
      /^contrast,first_condition,second_condition,estimator,simulations,truth,truth_mcse,/,
    );
    expect(csv[1]).toMatch(/^spillover,indirect,none,hajek,20,1,0,/);
    expect(readdirSync(join(cwd, "kept")).filter((name) => name.startsWith("simulations-")).length).toBe(1);
    const again = run("study.yaml", "--simulations", "20", "--out", "kept", "--json", "--quiet");
    expect(again.out).toBe(first.out);
  });

  test("puts other agents in the place of those that cost something, whose cost it says", () => {
    writeFileSync(
      join(cwd, "costly.yaml"),
      `seed: 1
model:
  network: { kind: small-world, n: 40, k: 4, rewire: 0.1 }
  agents: { kind: language, model: { url: "http://127.0.0.1:9", model: m }, prompt: rate, answer: { kind: number, from: 0, to: 9 } }
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 8 }, expose: any-treated, treat: { treated: { prompt: rate high } } }
answer: [hajek]
`,
    );
    const refused = run("costly.yaml", "--simulations", "5");
    expect([refused.code, refused.err]).toEqual([
      2,
      "spillway: diagnose: wanted synthetic agents, got language, which would be called again for every simulation: put agents in their place that do what you expect of them, for example exposure-response (on the command line: --agents)\n",
    ]);
    writeFileSync(
      join(cwd, "believed.yaml"),
      "kind: exposure-response\noutcomes: { none: 0, indirect: 1, direct: 2, both: 3 }\nspread: 1\n",
    );
    const played = ["costly.yaml", "--agents", "believed.yaml", "--simulations", "30", "--quiet"];
    const free = run(...played);
    expect([free.code, free.err]).toEqual([0, ""]);
    expect(free.out).toMatch(
      /the experiment itself: 80 agent calls, at most about \d+ tokens in and \d+ out\n/,
    );
    const priced = run(...played, "--call-price", "0.5", "--picture", "power.png", "--out", "costly");
    expect([priced.code, priced.err]).toEqual([0, ""]);
    expect(priced.out).toContain("the experiment itself: 80 agent calls, money 40.00\n");
    expect(priced.out).toMatch(/power for a unit of money: spillover\/hajek 0\.0\d+/);
    expect(readFileSync(join(cwd, "power.png")).subarray(1, 4).toString()).toBe("PNG");
    expect(readFileSync(join(cwd, "costly/diagnosis.html"), "utf8")).toContain("80 agent calls, money 40");
    const varied = run(
      ...played,
      ...["--vary", "data.worlds=1,2", "--call-price", "0.5", "--json", "--picture", "sweep.svg"],
    );
    expect([varied.code, varied.err]).toEqual([0, ""]);
    const { cells } = JSON.parse(varied.out) as Sweep;
    expect(cells.map(({ cost }) => cost)).toEqual([
      { calls: 80, money: 40 },
      { calls: 160, money: 80 },
    ]);
    expect(readFileSync(join(cwd, "sweep.svg"), "utf8")).toContain("power by data.worlds");
  });

  test("refuses a picture of another kind, and agents that are none, before anything is simulated", () => {
    for (const [args, message] of [
      [["--picture", "a.gif"], 'picture: the file must end in .svg or .png, got "a.gif"'],
      [["--agents", ""], "--agents: wanted a kind, JSON or a file, got nothing"],
      [
        ["--agents", "tresholds"],
        'study.yaml, changed: model.agents: there is no population of agents "tresholds" (did you mean "threshold"?)',
      ],
    ] as const) {
      const { code, err, out } = run("study.yaml", ...args);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toBe(`spillway: ${message}\n`);
    }
  });

  test("varies settings, and searches a size", () => {
    const varied = run(
      ...[
        "study.yaml",
        "--simulations",
        "10",
        "--quiet",
        "--out",
        "swept",
        "--vary",
        "data.assign.treated=6,8,80",
      ],
      ...["--vary", 'answer=[["hajek"]]'],
    );
    expect([varied.code, varied.err]).toEqual([0, ""]);
    expect(varied.out).toMatch(/^3 cells, 10 simulated experiments each, with common random numbers/);
    expect(varied.out).toContain("not possible: data.assign.treated=80");
    const csv = readFileSync(join(cwd, "swept/sweep.csv"), "utf8").split("\n");
    expect(csv[0]).toMatch(/^data.assign.treated,answer,contrast,/);
    expect(csv[1]).toMatch(/^6,"\[""hajek""\]",spillover,/);
    const sized = run(
      ...["study.yaml", "--simulations", "10", "--json", "--quiet"],
      ...["--vary", "data.assign.treated=4..6", "--target", "spillover/hajek:power=0.1"],
    );
    expect(JSON.parse(sized.out)).toMatchObject({
      path: "data.assign.treated",
      target: 0.1,
      estimator: "hajek",
    });
  });

  test.each([
    [["--vary", "x"], 'spillway: diagnose: --vary must be path=values, got "x"'],
    [["--target", "power=0.8"], "--vary"],
    [
      ["--vary", "seed=1,2", "--target", "power=0.8"],
      'spillway: diagnose: --target needs one --vary path=low..high, got "seed=1,2"',
    ],
    [
      ["--vary", "data.assign.treated=4..6", "--target", "p=1"],
      "spillway: diagnose: --target must be power=0.8",
    ],
    [["--simulations", "1"], "It must be a whole number of at least 2."],
    [["--redraw", "all"], "Allowed choices are assignment, agents, network."],
    [["--diagnosand", "far"], 'spillway: diagnose: --diagnosand must be name=formula, got "far"'],
    [["--diagnosand", "far=estimat"], 'diagnosand "far"'],
  ])("%j is bad input", (options, message) => {
    const { code, err } = run("study.yaml", ...options);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
