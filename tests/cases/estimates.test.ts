import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect } from "vitest";
import { estimateFiles } from "../../src/experiment/estimates/estimateFiles.ts";
import { rowsOf, theCase } from "./theCase.ts";

const OWN = ["--exposure", "own-arm", "--contrast", "own=treated:control"];
const HAJEK = ["--estimator", "hajek"];
const BOTH = [...HAJEK, "--estimator", "horvitz-thompson"];

theCase("analyst-missing", async ({ spillway }) => {
  const answer = await spillway([
    ...["estimate", "--network", "edges.csv", "--units", "units.csv", ...OWN, ...BOTH, "--json"],
    ...["--design", '{"kind":"complete","treated":200}', "--outcome-range", "-3,3"],
  ]);
  const rows = new Map(rowsOf(answer).map((row) => [row.estimator, row]));
  const hajek = rows.get("hajek")!;
  expect(hajek.warnings).toContainEqual(
    expect.stringMatching(
      /missing by condition: 133 of 200 \(67 %\) in treated, 0 of 200 \(0 %\) in control/,
    ),
  );
  expect(rows.get("horvitz-thompson")).toMatchObject({ because: expect.stringContaining("133 of 400") });
  const bounds = ["manski-lower", "lee-lower", "lee-upper", "manski-upper"].map(
    (name) => rows.get(name)!.estimate as number,
  );
  expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
  expect(bounds[1]).toBeLessThan(hajek.estimate as number);
  expect(bounds[2]).toBeGreaterThan(hajek.estimate as number);
});

theCase("analyst-srm", async ({ spillway }) => {
  const estimate = (probability: number, ...more: string[]): ReturnType<typeof spillway> =>
    spillway([
      ...["estimate", "--network", "srm_e.csv", "--units", "srm.csv", ...OWN, ...BOTH, "--json", ...more],
      ...["--design", JSON.stringify({ kind: "bernoulli", probability })],
    ]);
  expect(await estimate(0.5)).toEqual({
    code: 2,
    out: "",
    err: 'spillway: estimate: the design given is not the one that assigned these arms: 80 treated, 200 ± 10 expected (p = 4.4e-35): give the design that was used, or estimate all the same with unlikelyArms: "warn" (--allow-unlikely-arms)',
  });
  for (const row of rowsOf(await estimate(0.5, "--allow-unlikely-arms")))
    expect(row.warnings).toContainEqual(expect.stringContaining("80 treated, 200 ± 10 expected"));
  for (const row of rowsOf(await estimate(0.2))) expect(row.estimate).toBeTypeOf("number");
});

theCase("analyst-naming-game", async (place) => {
  place.put("edges.csv", "source,target\n");
  const expected = {
    "llama-3-70b": [0.6620819372627261, 0.020761408042917356],
    "claude-3.5-sonnet": [0.47574051258154554, 0.014228252699953252],
  };
  for (const [model, [hajek, se]] of Object.entries(expected) as [string, [number, number]][]) {
    const unpacked = (file: string): string => gunzipSync(readFileSync(place.at(file))).toString();
    place.put("units.csv", unpacked(`${model}.csv.gz`));
    place.put("design.json", unpacked(`${model}.design.json.gz`));
    const agents = place.read("units.csv").replaceAll(/,.*/g, "");
    place.put("agents.csv", agents);
    const args = [
      ...["estimate", "--network", "edges.csv", "--agents", "agents.csv", "--units", "units.csv", ...HAJEK],
      ...["--design", "design.json", "--exposure", "own-arm", "--contrast", "peer=1:0", "--json"],
    ];
    const [row] = rowsOf(await place.spillway([...args, "--cluster", "run"]));
    expect(Math.abs((row!.estimate as number) - hajek)).toBeLessThan(1e-9);
    expect(Math.abs((row!.se as number) - se)).toBeLessThan(1e-9);
    expect(rowsOf(await place.spillway(args))[0]!.warnings).toContainEqual(
      expect.stringMatching(/^column run splits the \d+ rows into 20 blocks.*give --cluster run$/),
    );
  }
});

theCase("analyst-placebo", async (place) => {
  const krupina = new URL("../../examples/krupina/data/", import.meta.url).pathname;
  // Nobody is treated at t0, so every true effect of what was assigned later is 0.
  const table = (file: string): string[][] =>
    gunzipSync(readFileSync(file))
      .toString()
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(","));
  const arms = table(`${krupina}seed0/assignment_experiment.csv.gz`);
  const outcomes = new Map(
    table(`${krupina}seed0/outcome_experiment.csv.gz`).map(([agent, first]) => [agent, first]),
  );
  const rows = arms.map((cells) => `${cells[0]},${cells[7]},${outcomes.get(cells[0])}`);
  writeFileSync(place.at("units.csv"), `agent,arm,outcome\n${rows.join("\n")}\n`);
  const [block] = await estimateFiles({
    ...{ network: `${krupina}network_edges.csv.gz`, directed: true, influence: "target-to-source" },
    ...{ agents: `${krupina}profiles.csv.gz`, units: place.at("units.csv"), exposure: "any-treated" },
    design: '{"kind":"bernoulli","probability":0.5}',
    contrasts: ["spillover=indirect:none", "total=both:none"],
    estimators: ["hajek"],
  });
  for (const row of block!.rows)
    expect(row, row.contrast).toMatchObject({
      withheld: expect.stringMatching(
        /effective sample size of condition \w+ under the design is \S+e-\d+, below 5.*--floor 0\.01/,
      ),
    });
});

theCase("bug-25-ht-se-with-offset", async ({ spillway }) => {
  const rows = async (file: string): ReturnType<typeof spillway> =>
    spillway([
      ...["estimate", "--network", "edges.csv", "--units", file, ...OWN, ...BOTH, "--json"],
      ...["--design", '{"kind":"complete","treated":20}'],
    ]);
  const plain = rowsOf(await rows("plain.csv"));
  for (const [file, scale] of [
    ["offset-1e9.csv", 1],
    ["epoch-ms.csv", 1000],
  ] as const) {
    for (const [k, row] of rowsOf(await rows(file)).entries()) {
      for (const field of ["estimate", "se"]) {
        const wanted = scale * (plain[k]![field] as number);
        expect(Math.abs((row[field] as number) / wanted - 1), `${file} ${field}`).toBeLessThan(2e-6);
      }
    }
  }
});

theCase("bug-29-constant-outcomes-ht", async ({ spillway }) => {
  const rows = rowsOf(
    await spillway([
      ...["estimate", "--network", "edges.csv", "--units", "ones.csv", ...OWN, ...BOTH, "--json"],
      ...["--design", '{"kind":"complete","treated":20}'],
    ]),
  );
  expect(rows).toHaveLength(2);
  for (const row of rows) {
    expect(row).toMatchObject({ estimate: 0, withheld: expect.stringContaining("no variation") });
    expect("se" in row || "ci" in row).toBe(false);
  }
});

theCase("experimenter-hub-predicted-se", async ({ spillway }) => {
  const { code, out } = await spillway(["check", "study.yaml"]);
  expect(code).toBe(0);
  expect(out).not.toContain("536.3");
  expect(out).toMatch(/spillover indirect − none 194 (?![\d.]+ [\d.]+)/);
  for (const contrast of ["direct", "spillover"])
    expect(out).toMatch(
      new RegExp(`contrast ${contrast} will have no interval: .*below 5: .*agent "ann".*floor: 0\\.01 \\}`),
    );
  const answer = JSON.parse((await spillway(["check", "study.yaml", "--json"])).out) as {
    contrasts: Readonly<Record<string, unknown>>[];
  };
  for (const contrast of answer.contrasts) expect(contrast).not.toHaveProperty("predictedSe");
});
