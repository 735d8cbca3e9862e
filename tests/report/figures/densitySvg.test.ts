import { expect, it } from "vitest";
import { pivotLayout } from "../../../src/network/files/pivotLayout.ts";
import { type Edge, fromEdges } from "../../../src/network/fromEdges.ts";
import { cellsOnSide, densityCells, middleRange } from "../../../src/report/figures/densityCells.ts";
import { densityPanels, densitySvg } from "../../../src/report/figures/densitySvg.ts";
import { renderReport } from "../../../src/report/renderReport.ts";
import { sampleReport } from "../sampleReport.ts";

/** A path of agents, and two pairs beside it. */
const edges: Edge[] = Array.from({ length: 399 }, (_, i) => [`p${i}`, `p${i + 1}`] as const);
const network = fromEdges([...edges, ["x", "y"], ["u", "v"]]);
const places = pivotLayout(network);
const n = network.n;
const arms = ["control", "treated"];
const assignment = network.ids.map((id) => (id.startsWith("p") && Number(id.slice(1)) >= 200 ? 1 : 0));
const values = assignment.map((arm, i) => (i === 0 ? undefined : 10 * arm));
const input = { network, arms, assignment, values, places };

it("lays a path out in its order, the same each time, and what is not joined to it in a row below", () => {
  expect(pivotLayout(network)).toEqual(places);
  const along = network.ids
    .flatMap((id, i) => (id.startsWith("p") ? [[places.x[i]!, Number(id.slice(1))] as const] : []))
    .sort((a, b) => a[0] - b[0])
    .map(([, number]) => number);
  const forward = along[0]! < along.at(-1)! ? along : along.toReversed();
  expect(forward).toEqual(forward.toSorted((a, b) => a - b));
  for (const [i, id] of network.ids.entries()) {
    expect(places.x[i]! >= 0 && places.x[i]! <= 1 && places.y[i]! >= 0).toBe(true);
    expect(places.y[i]! === 1).toBe(!id.startsWith("p"));
    if (id.startsWith("p")) expect(places.y[i]!).toBeLessThan(0.8);
  }
});

it.each([
  ["one agent", fromEdges([], { agents: ["a"] })],
  ["agents without edges", fromEdges([], { agents: ["a", "b", "c"] })],
  ["two", fromEdges([["a", "b"]], { directed: true })],
])("lays out %s with finite places", (_, small) => {
  const { x, y } = pivotLayout(small);
  for (const one of [...x, ...y]) expect(one >= 0 && one <= 1).toBe(true);
  expect(x.length).toBe(small.n);
});

it("counts every agent in one cell, with the share of its arm and the mean of known outcomes", () => {
  const cells = densityCells(input);
  expect(cellsOnSide(n)).toBe(10);
  expect(cells.reduce((total, { agents }) => total + agents, 0)).toBe(n);
  const treated = cells.reduce((total, { agents, share }) => total + agents * share, 0);
  expect(treated).toBeCloseTo(200, 9);
  for (const { share, mean } of cells) if (mean !== undefined) expect(mean).toBeCloseTo(10 * share, 9);
  expect(middleRange(cells, "share")).toEqual([0, 1]);
  expect(middleRange([], "mean")).toBeUndefined();
  expect([1, 6000, 40_960, 1e7].map(cellsOnSide)).toEqual([10, 12, 32, 32]);
});

it("draws both panels, one where there is no outcome, and names as text", () => {
  const svg = densitySvg(input, { id: "d", outcome: "<b>mood" });
  expect(svg).toBe(densitySvg(input, { id: "d", outcome: "<b>mood" }));
  const stacked = densitySvg(input, { id: "d", stacked: true });
  expect(stacked.match(/viewBox="0 0 (\d+) (\d+)"/)?.slice(1)).toEqual(["304", "760"]);
  expect(svg).not.toMatch(/NaN|undefined|<b>/);
  expect(svg.match(/<linearGradient/g)?.length).toBe(2);
  const { values: _, ...bare } = input;
  expect(densityPanels(bare, densityCells(bare), "y").map(({ title }) => title)).toEqual([
    "share in treated",
  ]);
  const many = { ...bare, arms: ["none", "a", "b"] };
  expect(densityPanels(many, densityCells(many), "y")[0]!.title).toBe("share not in none");
});

it("stands in the report with its sentence and its data, and wants a place for everybody", async () => {
  const sample = sampleReport(60);
  const { positions, ...rest } = sample;
  const text = await renderReport({ ...rest, places: positions!, positionsAbsent: "there are too many" });
  expect(text).toMatch(
    /All 60 agents lie in \d+ cells; over the cells of nine in ten of them, the share in treated goes from /,
  );
  expect(text).toContain("Single agents are not drawn: there are too many.");
  await expect(
    renderReport({ ...sample, places: { x: new Float64Array(59), y: new Float64Array(60) } }),
  ).rejects.toThrow("report: places.x must have one number for each of 60 agents, got 59");
});
