import { expect, test } from "vitest";
import { panelEffects } from "../../estimators/panel/panelEffects.ts";
import { syntheticPanel } from "../../examples/panel/syntheticPanels.ts";

const made = syntheticPanel({ name: "passing", known: false, direct: 0.5, everybody: 0.3 }, "1");
const asked = { law: made.law, redraws: 100, cells: false, messagePassing: true };

test("cross-validated message passing runs on a panel, says what it chose, and gives no interval", () => {
  const found = panelEffects(made.panel, asked);
  const row = found.estimators.find(({ estimator }) => estimator === "message-passing")!;
  expect(row.note).toMatch(/^\d+ batches of \d+, with(out)? interaction, penalty /);
  expect(row.withheld).toMatch(/periods are not randomized/);
  expect(row.ci).toBeUndefined();
  // Of the right size: the truth is 0.8, and the means of 300 agents and fifteen periods say no more.
  expect(row.estimate).toBeGreaterThan(0.3);
  expect(row.estimate).toBeLessThan(1.3);
  expect(panelEffects(made.panel, asked)).toEqual(found);
  const without = panelEffects(made.panel, { ...asked, messagePassing: false });
  expect(without.estimators).toEqual(found.estimators.filter((one) => one !== row));
  expect(without.gate).toEqual(found.gate);
});

test("with an outcome missing it is said why there is none, and nothing is filled in", () => {
  const observed = made.panel.observed.map((column, t) =>
    column.map((one, i) => (t === 2 && i === 4 ? 0 : one)),
  );
  const { estimators } = panelEffects({ ...made.panel, observed }, asked);
  expect(estimators.find(({ estimator }) => estimator === "message-passing")).toMatchObject({
    because: expect.stringMatching(/outcomes are missing/),
  });
});

test("a period that nobody was observed in is named where an estimator cannot do without it", () => {
  const observed = made.panel.observed.map((column, t) => (t === 1 ? column.map(() => 0) : column));
  const { estimators } = panelEffects({ ...made.panel, observed }, asked);
  const of = (name: string) => estimators.find(({ estimator }) => estimator === name)!;
  expect(of("basic-message-passing").because).toMatch(/nobody was observed in the period "t1"/);
  for (const name of ["share-slope", "rollout-interpolation"]) expect(of(name).estimate).toBeDefined();
});
