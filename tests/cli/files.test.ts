import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { type Outcome, spillway } from "./spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-files-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const run = (args: readonly string[], input?: string): Outcome =>
  spillway(args, { cwd, ...(input === undefined ? {} : { input }) });
const put = (file: string, text: string | Uint8Array): void => writeFileSync(join(cwd, file), text);

// The network and the chances of golden/b01-exposure-probabilities-bernoulli.json.
put("edges.csv", "source,target\n3,4\n0,1\n0,2\n1,2\n2,3\n4,5\n");
const DESIGN = '{"kind":"bernoulli","probability":[0.5,0.4,0.3,0.5,0.6,0.2]}';
const experiment = ["--network", "edges.csv", "--design", DESIGN, "--exposure", "any-treated"];

describe("spillway probabilities", () => {
  test("gives the exact probabilities of golden/b01 (full enumeration of 64 assignments)", () => {
    const { code, out } = run(["probabilities", ...experiment, "--json"]);
    expect(code).toBe(0);
    const found = JSON.parse(out) as {
      method: string;
      conditions: string[];
      agents: string[];
      probabilities: Record<string, number[]>;
      mcse: Record<string, number[]>;
      impossible: Record<string, string[]>;
    };
    expect(found.method).toBe("exact");
    expect(found.conditions).toEqual(["none", "indirect", "direct", "both"]);
    expect(found.agents).toEqual(["0", "1", "2", "3", "4", "5"]);
    const golden = {
      none: [0.21, 0.21, 0.105, 0.14, 0.16, 0.32],
      indirect: [0.29, 0.39, 0.595, 0.36, 0.24, 0.48],
      direct: [0.21, 0.14, 0.045, 0.14, 0.24, 0.08],
      both: [0.29, 0.26, 0.255, 0.36, 0.36, 0.12],
    };
    for (const [condition, values] of Object.entries(golden)) {
      for (const [i, value] of values.entries()) {
        expect(Math.abs(found.probabilities[condition]![i]! - value)).toBeLessThan(1e-12);
      }
      expect(found.mcse[condition]).toEqual([0, 0, 0, 0, 0, 0]);
      expect(found.impossible[condition]).toEqual([]);
    }
  });

  test("takes design and exposure from files, agents without edges from a list, and names what is impossible", () => {
    put("design.yaml", "# two whole groups\nkind: cluster\nclusters: {file: groups.csv}\n");
    put("groups.csv", "agent,cluster\n0,a\n1,a\n2,a\n3,b\n4,b\n5,b\n__proto__,b\n");
    put("exposure.json", '{"kind": "all-treated"}');
    put("agents.csv", "agent\n__proto__\n5\n4\n3\n2\n1\n0\n");
    const { code, out } = run([
      "probabilities",
      "--network",
      "edges.csv",
      "--agents",
      "agents.csv",
      "--design",
      "design.yaml",
      "--exposure",
      "exposure.json",
      "--json",
    ]);
    expect(code).toBe(0);
    const found = JSON.parse(out) as {
      agents: string[];
      probabilities: Record<string, number[]>;
      impossible: Record<string, string[]>;
    };
    expect(found.agents).toEqual(["0", "1", "2", "3", "4", "5", "__proto__"]);
    expect(found.probabilities.all).toEqual([0.5, 0.5, 0.25, 0.25, 0.5, 0.5, 0.5]);
    expect(found.impossible.mixed).toEqual(["0", "1", "4", "5", "__proto__"]);
  });

  test("reads the network from standard input and assignments made elsewhere from a file", () => {
    put("assignments.txt", "10\t3\n01\t1\n");
    const { out } = run(
      [
        "probabilities",
        "--network",
        "-",
        "--design",
        '{"kind":"fixed","file":"assignments.txt"}',
        "--exposure",
        "any-treated",
        "--json",
      ],
      "source,target\na,b\n",
    );
    expect(JSON.parse(out).probabilities).toMatchObject({
      direct: [0.75, 0.25],
      indirect: [0.25, 0.75],
      none: [0, 0],
    });
  });

  test("bad input is exit code 2 and one line", () => {
    const args = ["probabilities", "--network", "edges.csv", "--design", "bernoulli"];
    const absent = run([...args, "--exposure", "nowhere.yaml"]);
    expect(absent).toEqual({
      code: 2,
      out: "",
      err: 'spillway: there is no file "nowhere.yaml"\n',
    });
    expect(run(args)).toEqual({
      code: 2,
      out: "",
      err: "error: required option '--exposure <json|file>' not specified\n",
    });
  });
});

const UNITS =
  "agent,arm,outcome\n5,control,2\n0,treated,3\n1,control,1\n2,control,4\n3,control,2\n4,treated,5\n";
const contrast = ["--contrast", "spillover=indirect:none", "--contrast", "direct=direct:none"];

describe("spillway estimate on files", () => {
  test("prints rows with an estimate, or with the reason why there is none", () => {
    const { code, out } = run(
      [
        "estimate",
        ...experiment,
        "--units",
        "-",
        ...contrast,
        "--estimator",
        "horvitz-thompson",
        "--estimator",
        "hajek",
        "--json",
      ],
      UNITS,
    );
    expect(code).toBe(0);
    const { rows } = JSON.parse(out) as { rows: Record<string, unknown>[] };
    expect(rows.map((row) => [row.contrast, row.estimator])).toEqual([
      ["spillover", "horvitz-thompson"],
      ["spillover", "hajek"],
      ["direct", "horvitz-thompson"],
      ["direct", "hajek"],
    ]);
    // Treated are 0 and 4, so 1, 2, 3 and 5 are indirect and nobody is in none: Σ Y/π over those, divided by 6.
    const total = 1 / 0.39 + 4 / 0.595 + 2 / 0.36 + 2 / 0.48;
    expect(rows[0]!.estimate).toBeCloseTo(total / 6, 12);
    expect(rows[0]).toMatchObject({ n: [4, 0], population: 6, excluded: [], confidence: 0.95 });
    expect(rows[1]).toMatchObject({ because: "no agent is in condition none", population: 6, excluded: [] });
    expect(rows[1]).not.toHaveProperty("estimate");
  });

  test("input order, format and compression do not matter", () => {
    put("units.tsv", UNITS.replaceAll(",", "\t"));
    put("units.csv.gz", gzipSync(UNITS));
    const lines = UNITS.trim().split("\n").slice(1).reverse();
    put(
      "units.jsonl",
      lines
        .map((line) =>
          ((cells) => JSON.stringify({ outcome: Number(cells[2]), agent: cells[0], arm: cells[1] }))(
            line.split(","),
          ),
        )
        .join("\n"),
    );
    const answers = ["units.tsv", "units.csv.gz", "units.jsonl"].map(
      (units) => run(["estimate", ...experiment, "--units", units, ...contrast, "--json"]).out,
    );
    expect(JSON.parse(answers[0]!).rows).toHaveLength(4);
    expect(new Set(answers).size).toBe(1);
  });

  test("writes CSV with the columns of the estimates", () => {
    put("units.csv", UNITS);
    expect(
      run(["estimate", ...experiment, "--units", "units.csv", ...contrast, "--out", "estimates.csv"]),
    ).toMatchObject({ code: 0, out: "", err: "written to estimates.csv\n" });
    const [header, first] = readFileSync(join(cwd, "estimates.csv"), "utf8").split("\n");
    expect(header).toBe(
      "contrast,estimator,estimate,se,ci_low,ci_high,confidence,variance,variance_method,interval,n_first,n_second,expected_first,expected_second,effective_first,effective_second,top_share,population,excluded,notes,warnings,because,claim,estimand,weights_first,weights_second,kind,statistic,p,assignments,simultaneous_low,simultaneous_high,adjusted_p,quantity,policy,link",
    );
    expect(first).toMatch(
      /^spillover,hajek,,,,,,,,,4,0,2\.\d+,1\.\d+,,,,6,,,.*no agent is in condition none,design-based,"mean outcome in condition indirect minus in none, over the agents that can be in both",,,contrast,,,,,,,exposure contrast,.*$/,
    );
  });

  test("bad input is exit code 2 and one line", () => {
    expect(run(["estimate", ...experiment, "--units", "-", ...contrast], `${UNITS}9,control,1\n`)).toEqual({
      code: 2,
      out: "",
      err: 'spillway: (standard input):8: units: agent "9" is not in the network: agents without edges must be listed in a file given with --agents\n',
    });
  });

  test("says what is missing when neither files nor a study are given", () => {
    expect(run(["estimate", "--network", "edges.csv"]).err).toBe(
      "spillway: estimate: wanted --design, --exposure, --units, or the study of a finished run\n",
    );
    expect(run(["estimate", "study.yaml", "--network", "edges.csv", "--out", "x"]).err).toBe(
      "spillway: estimate: --network does not go with a study file: the study says it\n",
    );
  });
});

describe("spillway import panel, and rounds", () => {
  test("two wide tables become a unit table, of which one period or all are estimated", () => {
    put("arms.csv", "unit,early,late\n0,0,1\n1,0,0\n2,0,0\n3,0,0\n4,1,1\n5,0,0\n");
    put("outcomes.csv", "unit,early,late\n5,1,2\n0,1,3\n1,1,1\n2,1,4\n3,1,2\n4,1,5\n");
    expect(
      run(["import", "panel", "--arms", "arms.csv", "--outcomes", "outcomes.csv", "--out", "panel.csv"]),
    ).toMatchObject({ code: 0, out: "" });
    const args = [
      "estimate",
      ...experiment,
      "--units",
      "panel.csv",
      "--contrast",
      "spillover=indirect:none",
      "--estimator",
      "horvitz-thompson",
      "--json",
    ];
    expect(run(args)).toMatchObject({
      code: 2,
      err: "spillway: panel.csv: units: the table has 2 rounds (0 (early), 1 (late)): choose one with --round, or --round all\n",
    });
    const late = JSON.parse(run([...args, "--round", "late"]).out) as { rows: Record<string, unknown>[] };
    expect(late.rows).toHaveLength(1);
    expect(late.rows[0]).toMatchObject({
      round: 1,
      period: "late",
      estimate: expect.closeTo((1 / 0.39 + 4 / 0.595 + 2 / 0.36 + 2 / 0.48) / 6, 12),
    });
    expect(JSON.parse(run([...args, "--round", "1"]).out)).toEqual(late);
    const all = JSON.parse(run([...args, "--round", "all"]).out) as { rows: Record<string, unknown>[] };
    expect(all.rows.map((row) => row.round)).toEqual([0, 1, "pooled"]);
    expect(all.rows[1]).toEqual(late.rows[0]);
    expect(run([...args, "--round", "never"]).err).toBe(
      'spillway: panel.csv: units: there is no round "never": the table has 0 (early), 1 (late)\n',
    );
  });
});
