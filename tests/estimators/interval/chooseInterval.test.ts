import { describe, expect, it } from "vitest";
import { bernoulli, cluster } from "../../../designs/index.ts";
import { expectedCounts, expectedEffective } from "../../../estimators/contrast/expectedCounts.ts";
import type { Estimate } from "../../../estimators/Estimator.ts";
import { estimate } from "../../../estimators/estimate.ts";
import { hajek } from "../../../estimators/hajek.ts";
import { chooseInterval } from "../../../estimators/interval/chooseInterval.ts";
import type { VarianceSetting } from "../../../estimators/variance/PreparedVariance.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { tiny } from "../../support/tinyWorlds.ts";

function setting(n: number, design = bernoulli()): VarianceSetting {
  const probabilities = exposureProbabilities(tiny(n, []), design, ownArm());
  return { probabilities, levels: [1, 0], population: Array.from({ length: n }, (_, i) => i) };
}

describe("how many independent agents a design makes a condition worth", () => {
  it("with equal probabilities: the expected number of agents", () => {
    const quarter = setting(40, bernoulli({ probability: 0.25 }));
    for (const sizes of [expectedCounts(quarter), expectedEffective(quarter)]) {
      expect(sizes[0]).toBeCloseTo(10, 12);
      expect(sizes[1]).toBeCloseTo(30, 12);
    }
  });

  it("with unequal ones: N²/Σ(1/π), by hand", () => {
    const [treated, control] = expectedEffective(setting(2, bernoulli({ probability: [0.5, 0.1] })));
    expect(treated).toBeCloseTo(4 / 12, 12);
    expect(control).toBeCloseTo(4 / (2 + 1 / 0.9), 12);
  });

  it("with clusters: no more than the expected number of clusters", () => {
    const fours = cluster({ clusters: Array.from({ length: 40 }, (_, i) => i % 10), probability: 0.3 });
    expect(expectedEffective(setting(40, fours))[0]).toBeCloseTo(3, 12);
    expect(expectedEffective(setting(40, fours))[1]).toBeCloseTo(7, 12);
  });
});

describe("auto", () => {
  it("is Wald's from 100 on, redraws below, and Wald's again where redraws would be long", () => {
    expect(chooseInterval(setting(200), "auto")).toMatchObject({ kind: "wald" });
    // 0.4 has no exact form, so the sums miss 100 by rounding.
    expect(chooseInterval(setting(250, bernoulli({ probability: 0.4 })), "auto")).toMatchObject({
      kind: "wald",
    });
    expect(chooseInterval(setting(199), "auto")).toMatchObject({ kind: "redrawn" });
    const few = setting(10_001, bernoulli({ probability: 0.001 }));
    expect(chooseInterval(few, "auto")).toEqual({
      kind: "wald",
      few: true,
      draws: {},
      reason:
        "the expected effective sample size is below 100 in a condition, but re-randomizing so large a network is slow",
    });
    expect(chooseInterval(few, { kind: "auto", draws: 500 })).toMatchObject({ kind: "redrawn" });
  });

  it("does not look at what happened: every assignment of a design has the same kind", () => {
    const { probabilities } = setting(6);
    const kinds = new Set<string | undefined>();
    for (const [arms] of probabilities.law.support!()) {
      const [row] = estimate({
        plan: { arms: ["control", "treated"], agents: probabilities.network.ids, assignments: [[...arms]] },
        probabilities,
        outcomes: [3, 1, 4, 1, 5, 9],
        contrasts: { own: ["treated", "control"] },
        estimators: [hajek()],
      });
      if (row && "ci" in row) kinds.add((row as Estimate).interval);
    }
    expect([...kinds]).toEqual(["redrawn"]);
  });

  it("what was asked for is done, without a reason", () => {
    expect(chooseInterval(setting(60), "chebyshev")).toEqual({ kind: "chebyshev", draws: {} });
    expect(chooseInterval(setting(60), { kind: "calibrated", draws: 300, seed: "x" })).toEqual({
      kind: "calibrated",
      draws: { draws: 300, seed: "x" },
    });
  });
});
