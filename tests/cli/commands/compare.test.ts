import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { comparisonData } from "../../../src/compare/comparisonData.ts";
import type { ResolutionCurve } from "../../../src/compare/resolutionCurve.ts";
import { type Outcome, spillway } from "../spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-compare-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const run = (...args: readonly string[]): Outcome => spillway(["designs", ...args], { cwd });
const put = (file: string, text: string): void => writeFileSync(join(cwd, file), text);
put("edges.csv", "source,target\n0,1\n0,2\n1,2\n2,3\n3,4\n4,5\n");
put(
  "study.yaml",
  `seed: 1
model: { network: { file: edges.csv }, agents: { kind: linear-in-means } }
inquiry: { more: [treated, control] }
data: { assign: { kind: complete, treated: 3 }, expose: { kind: own-arm } }
answer: [hajek]
`,
);
const COINS = '{"kind":"bernoulli","probability":0.5}';

describe("spillway designs on a network", () => {
  test("compares the usual designs for direct, spillover and global effects, and draws them", () => {
    const { code, out, err } = run(
      "--network",
      "edges.csv",
      "--json",
      "--picture",
      "designs.svg",
      "--draws",
      "20",
    );
    expect(code).toBe(0);
    const found = JSON.parse(out) as ReturnType<typeof comparisonData>;
    expect(found.network).toEqual({ n: 6, edges: 6 });
    expect(found.contrasts.map(({ name }) => name)).toEqual(["direct", "spillover", "global"]);
    const designs = new Set(found.rows.map(({ design }) => design));
    expect(designs.size).toBeGreaterThan(10);
    expect(found.rows.length).toBe(3 * designs.size);
    expect(found.advice.map(({ contrast }) => contrast)).toEqual(["direct", "spillover", "global"]);
    expect(err).toContain("… bernoulli");
    expect(readFileSync(join(cwd, "designs.svg"), "utf8")).toContain("</svg>");
  });

  test("says how large clusters should be, and draws that", () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${i},${i + (i % 6 === 5 ? 1 : (i % 6) % 2 === 0 ? 1 : 2)}`,
    );
    put("chain.csv", `source,target\n${rows.join("\n")}\n`);
    const asked = ["--network", "chain.csv", "--resolutions", "5,0.5", "--draws", "50"];
    const { code, out, err } = run(...asked, "--spillover", "0.4", "--quiet", "--picture", "curve.png");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(
      /^resolution +clusters +within +bias² +variance +error +full neighbourhoods\n0\.5 +\d+ +\d+ %/,
    );
    expect(out).toMatch(/\n\(agents singly\) +61 +0 % +0\.1600 /);
    expect(out).toMatch(/Least mean squared error: (resolution|agents)/);
    expect(readFileSync(join(cwd, "curve.png")).subarray(1, 4).toString()).toBe("PNG");
    const { points, best } = JSON.parse(run(...asked, "--json").out) as ResolutionCurve;
    expect(points.map(({ resolution }) => resolution)).toEqual([0.5, 5, undefined]);
    const errors = points.flatMap(({ own, exposed }) => [own?.mse ?? Infinity, exposed?.mse ?? Infinity]);
    expect(points[best!.point]![best!.estimator]!.mse).toBe(Math.min(...errors));
  });

  test.each([
    [["--network", "edges.csv", "--spillover", "1"], "designs: --spillover needs --resolutions"],
    [["--resolutions", "1"], "designs: --resolutions needs --network or --study"],
    [
      ["--network", "edges.csv", "--study", "study.yaml", "--resolutions", "1"],
      "designs: wanted --network or --study, one of them",
    ],
    [
      ["--network", "edges.csv", "--resolutions", "1", "--design", "bernoulli"],
      "designs: --design does not go with --resolutions, which compares clusters for the global average treatment effect (GATE)",
    ],
  ])("refuses %j", (args, message) => {
    expect(run(...args)).toEqual({ code: 2, out: "", err: `spillway: ${message}\n` });
  });

  test("prints a table, what is not possible, and an advice", () => {
    const { code, out, err } = run(
      ...["--network", "edges.csv", "--quiet", "--design", COINS],
      ...["--design", '{"kind":"complete","treated":9}', "--exposure", "own-arm"],
      ...["--contrast", "effect=treated:control", "--no-global"],
    );
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^6 agents, 6 edges/);
    expect(out).toMatch(/effect +bernoulli probability 0\.5 +6 +3\.00 \/ 3\.00/);
    expect(out).toContain(
      "not possible here: complete treated 9: complete: treated must be an integer from 1 to 5, got 9",
    );
    expect(out).toContain("effect: take bernoulli probability 0.5:");
    expect(out).not.toContain("global");
    expect(out).not.toMatch(/NaN|undefined/);
  });

  test("writes a row for each design and contrast as CSV", () => {
    expect(run("--network", "edges.csv", "--design", COINS, "--out", "table.csv", "--quiet").code).toBe(0);
    const [header, ...lines] = readFileSync(join(cwd, "table.csv"), "utf8").trim().split("\n");
    expect(header).toMatch(/^design,kind,params,contrast,population,/);
    expect(lines.map((line) => line.split(",").length >= header!.split(",").length)).toEqual([
      true,
      true,
      true,
    ]);
    expect(lines[0]).toMatch(/^bernoulli probability 0\.5,bernoulli,"\{""probability"":0\.5/);
  });

  test("takes network, exposure, contrasts and design from a study", () => {
    const { code, out } = run("--study", "study.yaml", "--json", "--design", COINS);
    expect(code).toBe(0);
    const found = JSON.parse(out) as ReturnType<typeof comparisonData>;
    const own = found.rows.filter(({ contrast }) => contrast === "more");
    expect(own.map(({ design }) => design)).toEqual(["this study's", "bernoulli probability 0.5"]);
    expect(own[0]).toMatchObject({ kind: "complete", params: { treated: 3 }, expected: [3, 3] });
    expect(found.contrasts[0]).toEqual({ name: "more", first: "treated", second: "control" });
  });
});

test.each([
  [
    "a kind before it",
    ["ego", "--network", "edges.csv"],
    'a comparison takes designs with --design, got "ego" before it',
  ],
  ["options of a comparison without a network", ["--design", "ego"], "--design needs --network or --study"],
  [
    "a network and a study",
    ["--network", "edges.csv", "--study", "study.yaml"],
    "wanted --network or --study, one of them",
  ],
  [
    "agents beside a study",
    ["--study", "study.yaml", "--agents", "a.csv"],
    "--agents does not go with --study",
  ],
  [
    "an exposure without contrasts",
    ["--network", "edges.csv", "--exposure", "own-arm"],
    "wanted --contrast name=first:second with this exposure (its conditions: control, treated)",
  ],
  [
    "a design that does not exist",
    ["--network", "edges.csv", "--design", "bernouli"],
    'did you mean "bernoulli"',
  ],
  ["a similarity of 2", ["--network", "edges.csv", "--similarity", "2"], "It must be a number from 0 to 1."],
  ["one draw", ["--network", "edges.csv", "--draws", "1"], "It must be a whole number of at least 2."],
  ["a network that is not there", ["--network", "nowhere.csv"], "nowhere.csv"],
  [
    "a contrast named global",
    ["--network", "edges.csv", "--contrast", "global=direct:none"],
    '"global" is the name',
  ],
])("spillway designs refuses %s with exit code 2", (_, args, message) => {
  const { code, out, err } = run(...args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(message);
  expect(err).not.toMatch(/\n {4}at /);
});
