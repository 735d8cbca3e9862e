import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type EstimateFilesOptions, estimateFiles } from "../../../src/experiment/estimates/estimateFiles.ts";
import {
  probabilitiesData,
  probabilitiesFiles,
} from "../../../src/experiment/estimates/probabilitiesFiles.ts";

const home = mkdtempSync(join(tmpdir(), "spillway-estimate-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
let files = 0;
const put = (text: string, ending = "csv"): string => {
  const file = join(home, `${files++}.${ending}`);
  writeFileSync(file, text);
  return file;
};

const experiment = {
  network: put("source,target\n3,4\n0,1\n0,2\n1,2\n2,3\n4,5\n"),
  design: "bernoulli",
  exposure: "any-treated",
};
const UNITS =
  "agent,arm,outcome\n5,control,2\n0,treated,3\n1,control,1\n2,control,4\n3,control,2\n4,treated,5\n";
const options = (change: Partial<EstimateFilesOptions>, units = UNITS): EstimateFilesOptions => ({
  ...experiment,
  units: put(units),
  contrasts: ["spillover=indirect:none"],
  ...change,
});
const message = (request: Promise<unknown>): Promise<string> =>
  request.then(
    () => "no error",
    (error: Error) => error.message.replaceAll(`${home}/`, ""),
  );

describe("descriptions on the command line", () => {
  test.each([
    [
      "bernuli",
      '--design: there is no design "bernuli" (did you mean "bernoulli"?); inline JSON and the name of a file are understood too',
    ],
    [
      '{"kind":"bernoulli","prob":0.5}',
      '--design: there is no setting "prob" (one of probability, shares, arms)',
    ],
    [
      '{"kind":"bernoulli","probability":2}',
      "--design: probability must be a probability from 0 to 1, got 2",
    ],
    ['{"kind":"complete","treated":6}', "complete: treated must be an integer from 1 to 5, got 6"],
    ["{", /^--design:1:\d+: --design: /],
    ["[1]", "--design: must be the kind of a design, or a mapping with one, got [1]"],
  ])("complains of the design %s", async (design, wanted) => {
    const got = await message(probabilitiesFiles({ ...experiment, design }));
    if (wanted instanceof RegExp) expect(got).toMatch(wanted);
    else expect(got).toBe(wanted);
  });

  test("complains of a design in a file with its place there", async () => {
    const design = put("kind: bernoulli\nprobabilty: 0.5\n", "yaml");
    const got = await message(probabilitiesFiles({ ...experiment, design }));
    expect(got).toMatch(
      /^\d+\.yaml:2:1: --design: there is no setting "probabilty" \(did you mean "probability"\?\)$/,
    );
  });

  test("simulates when asked for something without a closed form, with its errors", async () => {
    const clusters = Array.from({ length: 6 }, (_, i) => i);
    const design = JSON.stringify({ kind: "cluster", clusters, probability: 0.5 });
    const data = probabilitiesData(await probabilitiesFiles({ ...experiment, design }));
    expect(data.method).toBe("exact");
    expect(data.probabilities.none![0]).toBeCloseTo(0.125, 12);
  });
});

describe("estimateFiles", () => {
  test("takes arms by name or by index, and averages worlds", async () => {
    const byIndex = UNITS.replaceAll("control", "0").replaceAll("treated", "1");
    expect(await estimateFiles(options({}, byIndex))).toEqual(await estimateFiles(options({})));
    const lines = UNITS.trim().split("\n").slice(1);
    const two = [
      "world,agent,arm,outcome",
      ...lines.map((line) => `0,${line}`),
      ...lines.map((line) => `7,${line}`),
    ].join("\n");
    const estimators = ["horvitz-thompson"];
    const [one] = (await estimateFiles(options({ estimators })))[0]!.rows;
    const [both] = (await estimateFiles(options({ estimators }, two)))[0]!.rows;
    const [last] = (await estimateFiles(options({ estimators, world: 7 }, two)))[0]!.rows;
    expect(both).toMatchObject({ estimate: (one as { estimate: number }).estimate, n: [8, 0] });
    expect(last).toEqual(one);
  });

  test("says which agents a contrast is not about", async () => {
    const agents = put("agent\n0\n1\n2\n3\n4\n5\nalone\n");
    const [row] = (await estimateFiles(options({ agents }, `${UNITS}alone,control,1\n`)))[0]!.rows;
    expect(row).toMatchObject({ population: 6, excluded: ["alone"] });
  });

  test.each([
    [
      "an agent that is not in the network",
      `${UNITS}9,control,1\n`,
      /^\d+\.csv:\d+: units: agent "9" is not in the network: agents without edges must be listed in a file given with --agents$/,
    ],
    [
      "an agent without a row",
      UNITS.replace("3,control,2\n", ""),
      /^\d+\.csv: units: 1 agent of the network \("3"\) has no row: their arm decides/,
    ],
    [
      "an unknown arm",
      UNITS.replace("5,control", "5,contrl"),
      /^\d+\.csv:2: units: agent "5" has the arm "contrl", which the design does not have \(did you mean "control"\?\): name the design's arms with its setting arms$/,
    ],
    [
      "an arm beyond the last",
      UNITS.replace("5,control", "5,2"),
      /^\d+\.csv:2: units: agent "5" has the arm "2", which the design does not have/,
    ],
    [
      "an outcome that is no number",
      UNITS.replace("0,treated,3", "0,treated,three"),
      /^\d+\.csv:3: units: outcome must be a number, got "three"/,
    ],
  ])("refuses %s", async (_, units, wanted) => {
    const got = await message(estimateFiles(options({}, units)));
    if (wanted instanceof RegExp) expect(got).toMatch(wanted);
    else expect(got).toBe(wanted);
  });

  test.each<[Partial<EstimateFilesOptions>, string]>([
    [{ contrasts: ["x=direct"] }, '--contrast: wanted name=first:second, got "x=direct"'],
    [{ contrasts: ["direct:none"] }, '--contrast: wanted name=first:second, got "direct:none"'],
    [
      { contrasts: ["x=direct:non"] },
      '--contrast: the exposure has no condition "non" (did you mean "none"?)',
    ],
    [
      { contrasts: ["x=none:none"] },
      '--contrast: contrast "x" must compare two different conditions, got "none" twice',
    ],
    [{ contrasts: ["x=direct:none", "x=both:none"] }, '--contrast: "x" is named twice'],
    [
      { contrasts: [] },
      "estimate: wanted at least one --contrast name=first:second or --inquiry name=question, got none",
    ],
    [
      { estimators: ["hajeck"] },
      '--estimator: there is no estimator "hajeck" (did you mean "hajek"?); inline JSON and the name of a file are understood too',
    ],
    [{ round: "2" }, 'units.csv: units: the table has no column round, so --round "2" cannot be chosen'],
    [{ world: 3 }, "units.csv: units: there is no world 3: the table has 0"],
    [{ network: "-", units: "-" }, "estimate: only one of --network and --units can be standard input"],
  ])("refuses %j", async (change, wanted) => {
    expect((await message(estimateFiles(options(change)))).replace(/^\d+/, "units")).toBe(wanted);
  });

  test("conditions may hold colons", async () => {
    const exposure = JSON.stringify({ kind: "own-arm", arms: ["a:0", "a:1"] });
    const design = JSON.stringify({ kind: "bernoulli", arms: ["a:0", "a:1"] });
    const units = UNITS.replaceAll("control", "a:0").replaceAll("treated", "a:1");
    const [row] = (await estimateFiles(options({ exposure, design, contrasts: ["own=a:1:a:0"] }, units)))[0]!
      .rows;
    // Means of the treated (3, 5) and of the untreated (2, 1, 4, 2).
    expect(row).toMatchObject({ first: "a:1", second: "a:0", estimate: 4 - 9 / 4, n: [2, 4] });
  });
});
