import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../../src/core/canonicalJson.ts";
import { decomposeFiles } from "../../../src/experiment/decompose/decomposeFiles.ts";
import { interactionFiles } from "../../../src/experiment/decompose/interactionFiles.ts";
import { WORLD_QUANTITIES, worldQuantity } from "../../../src/measures/variance/worldQuantity.ts";
import { variancesSvg } from "../../../src/report/figures/variancesSvg.ts";
import { runFactors } from "../../../src/report/runFactors.ts";
import { parseStudy } from "../../../src/study-file/parseStudy.ts";
import { readGolden } from "../../support/readGolden.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-decompose-"));
afterAll(() => rmSync(folder, { recursive: true }));
const grid = join(folder, "grid");
const table = join(folder, "units.csv");

beforeAll(async () => {
  const data = {
    seed: 3,
    model: {
      network: { kind: "small-world", n: 12, k: 4, rewire: 0.1 },
      agents: { kind: "threshold", own: 0.3, peers: 0.5 },
    },
    inquiry: { spillover: ["indirect", "none"] },
    data: {
      assign: { kind: "complete", treated: 3 },
      expose: "any-treated",
      rounds: 3,
      worlds: 4,
      interact: { channel: "neighbours" },
    },
    answer: ["hajek"],
  };
  await runFactors(
    data,
    { "model.agents.peers": [0.2, 0.9], "data.interact.channel": ["none", "neighbours"] },
    {
      studyOf: (changed: Json) => parseStudy(JSON.stringify(changed)),
      out: grid,
      clock: { elapsed: () => 0, time: () => "2026-01-01T00:00:00.000Z" },
    },
  );
  const { input } = readGolden<{ input: { y: number[][][] } }>("g04-person-situation-factorial");
  let world = 0;
  const lines = input.y.flatMap((row, p) =>
    row.flatMap((cell, s) =>
      cell.flatMap((value) => {
        world++;
        // Two agents of a world, about its value: the world is the unit.
        return [-1, 1].map((by) => `${world},a${by},none,${value + by},p${p},s${s}`);
      }),
    ),
  );
  writeFileSync(table, ["world,agent,arm,outcome,persona,situation", ...lines].join("\n"));
}, 60_000);

describe("variances among factors from files", () => {
  test("golden g04 from a table of units, agents of a world taken together", async () => {
    const { expected, tolerance } = readGolden<{
      expected: { finiteComponents: Record<string, number> };
      tolerance: number;
    }>("g04-person-situation-factorial");
    const found = await decomposeFiles(table, { factors: ["persona", "situation"] });
    const values = Object.values(expected.finiteComponents);
    values.forEach((value, k) => expect(Math.abs(found.rows[k]!.variance! - value)).toBeLessThan(tolerance));
    const svg = await variancesSvg(found);
    expect(svg).toContain("persona × situation");
    expect(await variancesSvg(found)).toBe(svg);
  });

  test("golden g04 from tables with factors and one value and nothing else, a row a world", async () => {
    const { input } = readGolden<{ input: { y: number[][][] } }>("g04-person-situation-factorial");
    const rows = input.y.flatMap((one, p) =>
      one.flatMap((cell, s) => cell.map((y) => [`p${p}`, `s${s}`, y])),
    );
    const asked = { factors: ["who", "where"] };
    const { rows: wanted } = await decomposeFiles(table, { factors: ["persona", "situation"] });
    const texts = {
      "plain.csv": ["who,where,score", ...rows.map((row) => row.join(","))].join("\n"),
      "plain.tsv": ["score\twho\twhere", ...rows.map(([p, s, y]) => [y, p, s].join("\t"))].join("\n"),
      "comma.csv": ["who;where;score", ...rows.map((row) => row.join(";").replace(".", ","))].join("\n"),
      "plain.jsonl": rows.map(([who, where, score]) => JSON.stringify({ who, where, score })).join("\n"),
      "worlds.csv": ["who,where,score,world", ...rows.map((row, k) => [...row, k].join(","))].join("\n"),
      // Agents without an arm: their worlds are those of a column, and their mean is the world's.
      "agents.csv": [
        "agent,who,where,score,world",
        ...rows.flatMap(([p, s, y], k) => [-1, 1].map((d) => ["x", p, s, Number(y) + d, k].join(","))),
      ].join("\n"),
    };
    for (const [name, text] of Object.entries(texts)) {
      const file = join(folder, name);
      writeFileSync(file, text);
      const found = await decomposeFiles(file, asked);
      wanted.forEach(({ variance }, k) => {
        expect(Math.abs(found.rows[k]!.variance! - variance!), name).toBeLessThan(1e-9);
      });
      const apart = "the table has no column world: each row is a world of its own";
      expect(found.notes.includes(apart), name).toBe(!/^(worlds|agents)/.test(name));
    }
  });

  test.each([
    ["who,where\na,x\n", {}, /no column outcome, and no column beside the factors: .*--value/],
    ["who,where,y,z\na,x,1,2\n", {}, /several columns \(y, z\) beside the factors: .*--value/],
    ["who,where,y\na,x,many\na,y,1\n", {}, /wanted numbers, got/],
    ["who,where,y\n,x,1\n", {}, /row 1 of the table has no who/],
    ["who,where,y\na,x\n", {}, /plain\.csv:2: decompose: wanted 3 fields/],
    ["who,where,y\na,x,1\n", { value: "why" }, /there is no column "why"/],
  ] as const)("refuses the table %j", async (text, more, words) => {
    writeFileSync(join(folder, "plain.csv"), text);
    await expect(
      decomposeFiles(join(folder, "plain.csv"), { factors: ["who", "where"], ...more }),
    ).rejects.toThrow(words);
  });

  test("a factorial run: settings are factors, and worlds are paired", async () => {
    const found = await decomposeFiles(grid, { robustness: ["model.agents.peers"] });
    expect([found.worlds, found.cells, found.replicates]).toEqual(["paired", 4, [4, 4]]);
    expect(found.factors.map(({ name }) => name)).toEqual(["model.agents.peers", "data.interact.channel"]);
    expect(found.rows.map(({ kind }) => kind)).toEqual([
      ...["component", "component", "component", "shapley", "shapley", "robustness", "total"],
    ]);
    const [p, , both] = found.rows;
    expect(found.rows[5]!.variance).toBeCloseTo(p!.variance! + both!.variance!, 12);
  });

  test.each([
    [{}, /wanted --factor/],
    [{ factors: ["persona", "situatoin"] }, /no column "situatoin" \(did you mean "situation"\?\)/],
    [{ factors: ["persona", "situation"], quantity: "shares" }, /no quantity "shares"/],
    [{ factors: ["persona", "situation"], quantity: "mean:1" }, /no quantity "mean:1"/],
    [{ factors: ["persona", "situation"], quantity: "equality" }, /wanted values of 0 or above/],
    [{ factors: ["persona", "agent"] }, /world "1" is in two cells/],
  ])("refuses %j", async (options, words) => {
    await expect(decomposeFiles(table, options)).rejects.toThrow(words);
  });
});

describe("isolated against interacting from files", () => {
  test("one folder and two runs say the same, with the mean over other factors in each world", async () => {
    const [row] = await interactionFiles(grid, undefined, {});
    expect([row!.name, row!.worlds, row!.df]).toEqual(["neighbours", 4, 3]);
    // Runs 1 and 3 have no channel, 2 and 4 have one.
    const pairs = [
      ["1", "2"],
      ["3", "4"],
    ] as const;
    let mean = 0;
    for (const [a, b] of pairs) {
      const [one] = await interactionFiles(join(grid, a), join(grid, b), {});
      expect(one!.notes.join()).not.toMatch(/different networks|heard/);
      mean += one!.estimate / pairs.length;
    }
    expect(row!.estimate).toBeCloseTo(mean, 12);
    const [back] = await interactionFiles(join(grid, "2"), join(grid, "1"), {});
    expect(back!.notes.join()).toMatch(/heard \d+ messages/);
  });
  test.each([
    [{ factor: "data.round" }, /do not vary "data.round"/],
    [{ isolated: "nobody" }, /has no level "nobody" beside others: it has none, neighbours/],
  ])("refuses %j", async (options, words) => {
    await expect(interactionFiles(grid, undefined, options)).rejects.toThrow(words);
    await expect(interactionFiles(table, undefined, options)).rejects.toThrow(/wanted two runs/);
  });
});

test("quantities of a world, by hand", () => {
  const world = [
    [0, 1, 1, 0],
    [1, 1, 1, 1],
    [0, 1, 1, 0],
    [1, 1, 1, 1],
    [1, 1, 1, 1],
  ].flatMap((values, k) => values.map((value) => ({ round: k + 1, value })));
  const of = (values: readonly number[]) => values.map((value) => ({ round: 1, value }));
  expect(worldQuantity("consensus-time", world)).toBe(4);
  expect(worldQuantity("consensus-time", of([0, 1]))).toBe(2);
  expect(worldQuantity("mean", world)).toBe(1);
  expect(worldQuantity("share", of([0, 1, 1, 1]), "1")).toBe(0.75);
  expect(worldQuantity("polarization", of([0, 0, 1, 1]))).toBe(0.25);
  expect(worldQuantity("entropy", of([0, 0, 1, 1]))).toBe(1);
  expect(worldQuantity("equality", of([1, 1, 1]))).toBe(1);
  expect(worldQuantity("equality", of([0, 0, 0, 4]))).toBe(0.25);
  expect(worldQuantity("equality", of([0, 0]))).toBeUndefined();
  expect(
    worldQuantity(
      "survival",
      [3, 1, 0, 2].map((value, k) => ({ round: k + 1, value })),
    ),
  ).toBe(2);
  expect(worldQuantity("survival", world)).toBe(5);
  for (const kind of WORLD_QUANTITIES) expect(worldQuantity(kind, [], "1")).toBeUndefined();
  expect(() => worldQuantity("share", [])).toThrow(/share:1/);
  expect(() => worldQuantity("mean", [{ round: 1, value: "left" }])).toThrow(/got the text "left"/);
});
