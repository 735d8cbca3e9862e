import { expect, test } from "vitest";
import { complete, draw } from "../../../designs/index.ts";
import {
  adjustP,
  type Estimate,
  estimate,
  estimateOutcomes,
  focalUnitTest,
  hajek,
  horvitzThompson,
  inquire,
  maxT,
  randomizationTest,
} from "../../../estimators/index.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { tiny } from "../../support/tinyWorlds.ts";

const ring = tiny(
  6,
  Array.from({ length: 6 }, (_, i) => [i, (i + 1) % 6] as const),
);
const design = complete({ arms: ["a", "b", "c"], counts: [2, 2, 2] });
const probabilities = exposureProbabilities(ring, design, ownArm());
const support = [...design.law(ring).support!()].map(([arms]) => Array.from(arms));
const contrasts = { ba: ["b", "a"], ca: ["c", "a"] } as const;
const outcomes = { first: [3, 1, 4, 1, 5, 9], second: [2, 7, 1, 8, 2, 8] };

const ask = (arms: readonly number[], more: object = {}) =>
  estimateOutcomes({
    plan: { arms: ["a", "b", "c"], agents: ring.ids, assignments: [arms] },
    ...{ probabilities, outcomes, contrasts, estimators: [hajek()], ...more },
  });
const estimatesOf = (arms: readonly number[]): number[] =>
  Object.values(ask(arms, { estimators: [hajek({ interval: "wald" })] })).flatMap((rows) =>
    rows.map((row) => (row as Estimate).estimate),
  );

test("adjusted p-values are the share of assignments whose largest standardised estimate is as large", () => {
  const all = support.map(estimatesOf);
  const spread = all[0]!.map((_, j) =>
    Math.sqrt(all.reduce((sum, row) => sum + row[j]! ** 2, 0) / all.length),
  );
  const largest = all.map((row) => Math.max(...row.map((value, j) => Math.abs(value) / spread[j]!)));
  const p = (value: number, j: number): number =>
    largest.filter((one) => one >= Math.abs(value) / spread[j]! - 1e-12).length / all.length;
  const checked = [0, 30, 66];
  for (const k of checked) {
    const rows = Object.values(ask(support[k]!, { simultaneous: true })).flat() as Estimate[];
    rows.forEach((row, j) => {
      expect(row.adjusted).toBeCloseTo(p(row.estimate, j), 12);
    });
  }
  // Under every assignment: the least adjusted p is at most α in at most a share α.
  const least = all.map((row) => Math.min(...row.map(p))).sort((a, b) => a - b);
  const excess = least.map(
    (one) => least.filter((other) => other <= one + 1e-12).length / least.length - one,
  );
  expect(Math.max(...excess)).toBeLessThan(1e-12);
});

test("simultaneous intervals hold the single ones, are them for one contrast, and no wider for a copy", () => {
  const arms = support[77]!;
  const { first, second } = ask(arms, { simultaneous: true });
  for (const row of [...first!, ...second!] as Estimate[]) {
    expect(row.simultaneous![0]).toBeLessThan(row.ci![0]);
    expect(row.simultaneous![1]).toBeGreaterThan(row.ci![1]);
    expect(row.notes.at(-1)).toBe(
      "family of 4 contrasts: adjusted and simultaneous from 90 assignments, all that are possible",
    );
  }
  const one = { contrasts: { ba: contrasts.ba }, simultaneous: true, outcomes: { first: outcomes.first } };
  const copied = { ...one, outcomes: { first: outcomes.first, again: outcomes.first } };
  for (const rows of [ask(arms, one).first!, ask(arms, copied).first!, ask(arms, copied).again!]) {
    const [row] = rows as [Estimate];
    expect(row.simultaneous![0]).toBeCloseTo(row.ci![0], 12);
    expect(row.simultaneous![1]).toBeCloseTo(row.ci![1], 12);
  }
});

test("without the option rows are as before; with it their estimates and intervals stay", () => {
  const arms = support[5]!;
  const request = {
    plan: { arms: ["a", "b", "c"], agents: ring.ids, assignments: [arms, support[6]!] },
    ...{ probabilities, contrasts, estimators: [hajek(), horvitzThompson()] },
    outcomes: { worlds: [outcomes.first, outcomes.second] },
  };
  const before = estimate(request) as Estimate[];
  const after = estimate({ ...request, simultaneous: { draws: 400, seed: 3 } }) as Estimate[];
  expect(after.map(({ simultaneous, adjusted, notes, ...row }) => row)).toEqual(
    before.map(({ notes, ...row }) => row),
  );
  expect(before.some((row) => "adjusted" in row || "simultaneous" in row)).toBe(false);
  expect(after.every((row) => row.adjusted! > 0 && row.adjusted! <= 1)).toBe(true);
  expect(estimate({ ...request, simultaneous: { draws: 400, seed: 3 } })).toEqual(after);
});

test("rows without an estimate stay as they are and count for nothing", () => {
  const arms = [0, 0, 0, 1, 1, 1];
  const two = complete({ counts: [3, 3] });
  const at = exposureProbabilities(ring, two, anyTreatedNeighbor());
  const rows = estimate({
    plan: { arms: ["control", "treated"], agents: ring.ids, assignments: [arms] },
    ...{ probabilities: at, outcomes: outcomes.first, estimators: [hajek()], simultaneous: true },
    contrasts: { spill: ["indirect", "none"], direct: ["direct", "none"] },
  });
  expect(rows[1]).toMatchObject({ because: "no agent is in condition direct" });
  expect(rows[1]).not.toHaveProperty("adjusted");
  expect(rows[0]!.notes.at(-1)).toBe(
    "no simultaneous interval: only 6 redraws of the design have an estimate of the contrast",
  );
});

test("tests that are asked together are adjusted together", () => {
  const plan = draw(complete({ treated: 3 }), ring, { seed: 2 });
  const at = exposureProbabilities(ring, complete({ treated: 3 }), anyTreatedNeighbor());
  const inquiries = [
    { kind: "test", name: "any", hypothesis: "no-effect" },
    { kind: "test", name: "spill", hypothesis: "no-spillover" },
  ] as const;
  const estimators = [randomizationTest(), focalUnitTest()];
  const rows = inquire({
    plan,
    probabilities: at,
    outcomes: outcomes.first,
    inquiries,
    estimators,
    adjust: "holm",
  });
  const told = rows.flatMap((row) => ("p" in row ? [row] : []));
  expect(told).toHaveLength(2);
  const wanted = adjustP(
    told.map(({ p }) => p),
    "holm",
  );
  expect(told.map(({ adjusted }) => adjusted)).toEqual(wanted);
});

test("max-t of one statistic is its two-sided p-value, and draws count themselves", () => {
  const values = Float64Array.of(1, -2, 3, 0);
  expect(maxT([2], { statistics: 1, values })).toEqual([3 / 5]);
  expect(maxT([2], { statistics: 1, values, weights: Float64Array.of(0.1, 0.2, 0.3, 0.4) })).toEqual([0.5]);
  expect(maxT([1, 1], { statistics: 2, values })).toEqual([1, 1]);
  expect(maxT([], { statistics: 0, values: new Float64Array(0) })).toEqual([]);
});
