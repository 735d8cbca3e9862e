import { describe, expect, it } from "vitest";
import { bernoulli, complete } from "../../../designs/index.ts";
import type { Estimate } from "../../../estimators/Estimator.ts";
import { estimate } from "../../../estimators/estimate.ts";
import { hajek } from "../../../estimators/hajek.ts";
import { redraws } from "../../../estimators/interval/redraws.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { tiny } from "../../support/tinyWorlds.ts";
import { ring } from "../ringOfTen.ts";

const large = exposureProbabilities(tiny(20, []), complete({ treated: 10 }), ownArm());

it("a small design is listed, each assignment once, with its probability", () => {
  const { count, conditions, weights } = redraws(ring);
  expect(count).toBe(120);
  expect(weights!.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  const cases = new Set(
    Array.from({ length: count }, (_, r) => conditions.slice(10 * r, 10 * r + 10).join()),
  );
  for (const [arms] of ring.law.support!())
    expect(cases.has(ring.exposure.of(ring.network, arms).join())).toBe(true);
});

describe("a large design is drawn", () => {
  it("as often as asked, from the seed, which decides every draw", () => {
    const found = redraws(large, { draws: 150, seed: 4 });
    expect([found.count, found.conditions.length, found.weights]).toEqual([150, 3000, undefined]);
    expect(redraws(large, { draws: 100, seed: 4 }).conditions).toEqual(found.conditions.slice(0, 2000));
    expect(redraws(large, { draws: 150, seed: 5 }).conditions).not.toEqual(found.conditions);
    for (let r = 0; r < 150; r++)
      expect(found.conditions.subarray(20 * r, 20 * r + 20).reduce((a, b) => a + b)).toBe(10);
  });

  it("once for all contrasts and estimators", () => {
    expect(redraws(large, { draws: 100 })).toBe(redraws(large, { draws: 100 }));
  });

  it("and the error of an interval's ends is how much they move from seed to seed", () => {
    const arms = Array.from({ length: 20 }, (_, i) => i % 2);
    const y = arms.map((arm, i) => arm + ((i * 7) % 11));
    const rows = Array.from({ length: 60 }, (_, seed) => {
      const [row] = estimate({
        plan: { arms: ["control", "treated"], agents: large.network.ids, assignments: [arms] },
        probabilities: large,
        outcomes: y,
        contrasts: { own: ["treated", "control"] },
        estimators: [hajek({ interval: { kind: "calibrated", draws: 500, seed } })],
      });
      return row as Estimate;
    });
    const ends = rows.map((row) => row.ci![1]);
    const mean = ends.reduce((a, b) => a + b) / ends.length;
    const spread = Math.sqrt(ends.reduce((total, end) => total + (end - mean) ** 2, 0) / (ends.length - 1));
    const claimed = rows.reduce((total, row) => total + row.redraws!.mcse!, 0) / rows.length;
    // A standard deviation from 60 values has a relative error of 9 %, and the claim is itself noisy.
    expect(claimed / spread).toBeGreaterThan(0.6);
    expect(claimed / spread).toBeLessThan(1.7);
  });
});

it("fewer than 100 draws are refused, with the estimator's name", () => {
  expect(() => hajek({ interval: { kind: "redrawn", draws: 10 } })).toThrow("hajek: interval");
  expect(() => hajek({ interval: "walt" as "wald" })).toThrow(
    'hajek: interval must be one of auto, wald, chebyshev, redrawn, calibrated, randomization, or a mapping with kind, draws and seed, got "walt"',
  );
  expect(() => hajek({ variance: "youngs" as "grouped" })).toThrow(
    'hajek: variance must be one of auto, aronow-samii, grouped, cluster-collapsed, dependency-bound, dependency-eigenvalue, one-hop-further, constant-effects, optimised, got "youngs"',
  );
});

it("coins redrawn have their own chances", () => {
  const coins = exposureProbabilities(tiny(20, []), bernoulli({ probability: 0.2 }), ownArm());
  const { conditions } = redraws(coins, { draws: 2000 });
  // 40,000 coins: standard error 0.002.
  expect(conditions.reduce((a, b) => a + b, 0) / 40_000).toBeGreaterThan(0.19);
  expect(conditions.reduce((a, b) => a + b, 0) / 40_000).toBeLessThan(0.21);
});
