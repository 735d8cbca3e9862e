import { expect, test } from "vitest";
import { rollout } from "../../designs/rollout.ts";
import { cohortModel } from "../../estimators/panel/cohortModel.ts";
import type { Panel } from "../../estimators/panel/Panel.ts";
import { type PanelEffectsOptions, panelEffects } from "../../estimators/panel/panelEffects.ts";
import { plainContrasts } from "../../estimators/panel/plainContrasts.ts";
import { syntheticPanel } from "../../examples/panel/syntheticPanels.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";

const tinyNetwork = fromEdges([], { agents: Array.from({ length: 7 }, (_, i) => `a${i}`) });
/** Outcomes of seven agents by stage, and what adopting adds to each. */
const before = [
  [1, 4, 2, 7, 3, 5, 9],
  [2, 4, 3, 8, 3, 6, 9],
  [2, 5, 3, 9, 5, 6, 10],
].map((row) => Float64Array.from(row));
const adds = [1, 0, 2, 0.5, 3, 1, 0.5];
const among = new Uint8Array(7).fill(1);

/** Every roll-out of a law, with what its stage means would be. */
function* everyRollout(law: ReturnType<ReturnType<typeof rollout>["law"]>) {
  for (const [arms, probability] of law.support!()) {
    const cohort = arms.slice();
    const values = before.map((column, k) =>
      column.map((y, i) => y + (cohort[i]! > 0 && cohort[i]! <= k ? adds[i]! : 0)),
    );
    yield { cohort, values, probability };
  }
}
const mean = (list: readonly number[]): number => list.reduce((all, x) => all + x, 0) / list.length;

test("over all roll-outs with fixed numbers, difference in means and cohort change are unbiased for the mean own effect", () => {
  const law = rollout({ treated: [2, 4] }).law(tinyNetwork);
  let [difference, change, own, all] = [0, 0, 0, 0];
  for (const { cohort, values, probability } of everyRollout(law)) {
    const found = plainContrasts({ values, among, size: 7 }, cohort, 4 / 7);
    difference += probability * found.difference!;
    change += probability * found.change!;
    const fit = cohortModel({ values, among }, cohort);
    if ("because" in fit) throw new Error(fit.because);
    own += probability * fit.target;
    all += probability;
  }
  expect(all).toBeCloseTo(1, 12);
  expect(difference).toBeCloseTo(mean(adds), 10);
  expect(change).toBeCloseTo(mean(adds), 10);
  // Weights are estimated, so the cohort model is unbiased only nearly; seven agents are the hardest case.
  expect(Math.abs(own - mean(adds))).toBeLessThan(0.25);
});

test("over all roll-outs by coins, Horvitz and Thompson's difference is unbiased", () => {
  const law = rollout({ probability: [0.3, 0.6] }).law(tinyNetwork);
  let horvitzThompson = 0;
  for (const { cohort, values, probability } of everyRollout(law))
    horvitzThompson += probability * plainContrasts({ values, among, size: 7 }, cohort, 0.6).horvitzThompson!;
  expect(horvitzThompson).toBeCloseTo(mean(adds), 10);
});

/** A panel of some agents without any effect and with no drift, its outcomes from a fixed pattern. */
function placebo(n: number, periods: number, adopted: (i: number) => number): Panel {
  const at = (i: number, t: number): number => ((i * 37) % 11) + ((i * 13 + t * 29) % 7) / 3;
  const columns = Array.from({ length: periods }, (_, t) =>
    Float64Array.from({ length: n }, (_, i) => at(i, t)),
  );
  return {
    agents: Array.from({ length: n }, (_, i) => `a${i}`),
    periods: columns.map((_, t) => `p${t}`),
    outcome: columns,
    observed: columns.map(() => new Uint8Array(n).fill(1)),
    adopted: Uint32Array.from({ length: n }, (_, i) => adopted(i)),
  };
}
const staggered = (i: number): number => (i % 8 === 0 ? 2 : i % 8 === 1 ? 4 : i % 8 === 2 ? 6 : 8);
const panel = placebo(160, 8, staggered);
const lawOf = (n: number, treated = [20, 40, 60]) =>
  rollout({ treated }).law(fromEdges([], { agents: Array.from({ length: n }, (_, i) => `a${i}`) }));

test("where nothing has an effect the intervals hold 0, and the same seed gives the same answer", () => {
  const asked: PanelEffectsOptions = { law: lawOf(160), redraws: 100 };
  const found = panelEffects(panel, asked);
  for (const row of found.estimators) {
    if (row.about === "everybody") expect(row.withheld ?? row.because).toMatch(/periods|determine/);
    else expect(row.ci![0] <= 0 && row.ci![1] >= 0).toBe(true);
  }
  expect(found.gate.withheld !== undefined || (found.gate.ci![0] <= 0 && found.gate.ci![1] >= 0)).toBe(true);
  expect(panelEffects(panel, asked)).toEqual(found);
});

test("a shift of all outcomes by period moves no comparison of agents in the same period", () => {
  const law = lawOf(160);
  const shifted = { ...panel, outcome: panel.outcome.map((column, t) => column.map((y) => y + 10 * t * t)) };
  const [plain, moved] = [panel, shifted].map((one) => panelEffects(one, { law, redraws: 100 }));
  const own = (rows: typeof plain) => rows!.estimators.filter(({ estimator }) => /^cohort/.test(estimator));
  own(plain).forEach((row, k) => {
    expect(own(moved)[k]!.estimate).toBeCloseTo(row.estimate!, 6);
  });
  plain!.cells.forEach((cell, k) => {
    expect(moved!.cells[k]!.estimate).toBeCloseTo(cell.estimate!, 6);
  });
  // Without a network the rest of the path may be drift: the interval knows it, or there is none.
  const { ci, withheld } = moved!.gate;
  expect(withheld !== undefined || (ci![0] <= 0 && ci![1] >= 0)).toBe(true);
});

test("a known network is told from drift, and its interval holds the truth", () => {
  let held = 0;
  for (let r = 0; r < 4; r++) {
    const made = syntheticPanel(
      { name: "test", known: true, direct: 0.5, neighbours: 0.5, steps: 0.3 },
      `${r}`,
    );
    const { gate } = panelEffects(made.panel, {
      ...{ law: made.law, network: made.network!, redraws: 100, cells: false },
    });
    expect(Math.abs(gate.estimate! - made.truth)).toBeLessThan(0.5);
    if (!gate.ci || (gate.ci[0] <= made.truth && made.truth <= gate.ci[1])) held++;
  }
  expect(held).toBeGreaterThanOrEqual(3);
});

test("no interval where the design puts few in a cohort, or one hub decides who has treated neighbours", () => {
  const few = panelEffects(
    placebo(40, 8, (i) => (i < 2 ? 2 : i < 4 ? 4 : i < 20 ? 6 : 8)),
    {
      law: lawOf(40, [2, 4, 20]),
      redraws: 100,
    },
  );
  expect(few.gate).toMatchObject({ withheld: expect.stringMatching(/below 10/) });
  expect(few.gate.ci).toBeUndefined();
  const ids = panel.agents;
  // Everybody hears nearly everybody, so hardly anybody is ever without a treated neighbour.
  const network = fromEdges(
    ids.flatMap((a, i) =>
      Array.from({ length: 60 }, (_, k) => [ids[(i + k + 1) % 160]!, a] as [string, string]),
    ),
    { directed: true, agents: ids },
  );
  const order = network.ids.map((id) => ids.indexOf(id));
  const sorted: Panel = {
    ...panel,
    agents: network.ids,
    outcome: panel.outcome.map((column) => Float64Array.from(order, (i) => column[i]!)),
    adopted: Uint32Array.from(order, (i) => panel.adopted[i]!),
  };
  const dense = panelEffects(sorted, {
    law: rollout({ treated: [20, 40, 60] }).law(network),
    network,
    redraws: 100,
  });
  const rare = dense.cells.filter(({ exposure }) => exposure === "none");
  expect(rare.length).toBeGreaterThan(0);
  for (const cell of rare) expect(cell.ci).toBeUndefined();
});

test("missing outcomes are never filled in: agents are left out and counted", () => {
  const holes = panel.observed.map((column, t) => column.map((one, i) => (i === 5 && t >= 6 ? 0 : one)));
  const found = panelEffects({ ...panel, observed: holes }, { law: lawOf(160), redraws: 100 });
  expect(found.population).toBe(159);
  expect(found.excluded).toEqual(["a5"]);
  expect(found.notes.join()).toMatch(/1 agents without an outcome/);
});

const faults: readonly (readonly [string, Partial<PanelEffectsOptions>, Partial<Panel>, RegExp])[] = [
  ["another law", { law: lawOf(160, [20, 40, 61]) }, {}, /60 of 160|100 of 160|20 of 160/],
  [
    "too few stages",
    { law: lawOf(160, [20, 40]) },
    {},
    /the design has 2 stages, and agents adopt in 3 periods/,
  ],
  ["an unknown stage", { stages: ["p2", "p4", "x"] }, {}, /does not have/],
  ["a stage at the start", { stages: ["p0", "p4", "p6"] }, {}, /at least one period before/],
  ["a treated baseline", { baseline: ["p3"] }, {}, /somebody is treated already/],
  ["no confidence", { confidence: 1 }, {}, /between 0 and 1/],
  ["few redraws", { redraws: 10 }, {}, /at least 100/],
  ["another network", { network: fromEdges([["x", "y"]]) }, {}, /order of the network/],
  ["lengths that differ", {}, { adopted: new Uint32Array(3) }, /a time of adoption for each agent/],
];
test.each(faults)("%s is an error in words", (_, options, part, message) => {
  const call = () => panelEffects({ ...panel, ...part }, { law: lawOf(160), redraws: 100, ...options });
  expect(call).toThrow(SpillwayError);
  expect(call).toThrow(message);
});
