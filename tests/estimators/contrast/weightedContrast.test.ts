import { describe, expect, it } from "vitest";
import type { Estimate } from "../../../estimators/Estimator.ts";
import { estimate } from "../../../estimators/estimate.ts";
import { hajek } from "../../../estimators/hajek.ts";
import { horvitzThompson } from "../../../estimators/horvitzThompson.ts";
import type { VarianceName } from "../../../estimators/variance/chooseVariance.ts";
import { arms, outcomes, ring, spillover } from "../ringOfTen.ts";

const request = {
  plan: { arms: ["control", "treated"], agents: ring.network.ids, assignments: [arms] },
  probabilities: ring,
  outcomes,
  contrasts: { spillover: ["indirect", "none"] },
} as const;
const VARIANCES: readonly VarianceName[] = [
  "aronow-samii",
  "grouped",
  "cluster-collapsed",
  "dependency-bound",
  "dependency-eigenvalue",
  "constant-effects",
  "optimised",
];
const INTERVALS = ["wald", "chebyshev", "redrawn", "calibrated", "randomization"] as const;

describe("every variance goes with every interval", () => {
  for (const make of [hajek, horvitzThompson]) {
    it.each(VARIANCES)(`${make.kind}: %s`, (variance) => {
      const rows = estimate({
        ...request,
        estimators: INTERVALS.map((interval) => make({ variance, interval })),
      }) as Estimate[];
      rows.forEach((row, k) => {
        expect(row.interval?.replace(/-.*/, "")).toBe(INTERVALS[k]);
        expect([variance, "dependency-bound"]).toContain(row.varianceMethod);
        expect(row.chosen).toBeUndefined();
        expect(row.variance).toBeGreaterThan(0);
        expect(row.ci![0]).toBeLessThan(row.estimate);
        expect(row.ci![1]).toBeGreaterThan(row.estimate);
      });
      const half = rows.map((row) => row.ci![1] - row.estimate);
      // z √V ≤ redrawn, and √(V/0.05) is Chebyshev's.
      expect(half[2]! / rows[0]!.se!).toBeGreaterThan(1.9599);
      expect(half[1]! / rows[0]!.se!).toBeCloseTo(Math.sqrt(20), 12);
    });
  }
});

it("auto names its picks and why", () => {
  expect(spillover("auto")).toMatchObject({
    varianceMethod: "grouped",
    interval: "redrawn",
    chosen: {
      variance: "outcomes that cannot be seen together are bounded in groups",
      interval: "the expected effective sample size is below 100 in a condition",
    },
  });
});

it("says what the design expects and what was seen", () => {
  const row = spillover("auto");
  const expected = ["indirect", "none"].map((name) =>
    ring.network.ids.reduce((total, _, i) => total + ring.of(i, name), 0),
  );
  expect(row.expected[0]).toBeCloseTo(expected[0]!, 12);
  expect(row.expected[1]).toBeCloseTo(expected[1]!, 12);
  // All agents of a ring have the same chances, so Kish's size is the count.
  expect(row.effective![0]).toBeCloseTo(row.n[0], 12);
  expect(row.topShare).toBeGreaterThan(1 / (row.n[0] + row.n[1]));
  expect(row.topShare).toBeLessThan(1);
});

describe("several worlds", () => {
  const other = [0, 1, 1, 0, 0, 0, 0, 0, 1, 0];
  const both = (interval: "wald" | "redrawn"): Estimate =>
    estimate({
      ...request,
      plan: { ...request.plan, assignments: [arms, other] },
      outcomes: { worlds: [outcomes, outcomes] },
      estimators: [hajek({ interval })],
    })[0] as Estimate;

  it("distances to the ends combine like standard errors", () => {
    const single = [arms, other].map(
      (assignment) =>
        estimate({
          ...request,
          plan: { ...request.plan, assignments: [assignment] },
          estimators: [hajek({ interval: "redrawn" })],
        })[0] as Estimate,
    );
    const half = Math.hypot(...single.map((row) => row.ci![1] - row.estimate)) / 2;
    const row = both("redrawn");
    expect(row.interval).toBe("redrawn");
    expect(row.ci![1] - row.estimate).toBeCloseTo(half, 12);
    expect(row.redraws).toEqual({ used: 110, leftOut: 10, listed: true });
    expect(row.n).toEqual([0, 1].map((a) => single[0]!.n[a as 0 | 1] + single[1]!.n[a as 0 | 1]));
    expect(row.expected[0]).toBeCloseTo(2 * single[0]!.expected[0], 12);
    expect(row.effective![0]).toBeCloseTo(single[0]!.effective![0] + single[1]!.effective![0], 12);
    expect(row.warnings).toEqual(single[0]!.warnings);
  });

  it("Wald's has the variance of the mean", () => {
    const row = both("wald");
    expect(row.interval).toBe("wald-t");
    expect((row.ci![0] + row.ci![1]) / 2).toBeCloseTo(row.estimate, 12);
  });
});
