import { describe, expect, test } from "vitest";
import { eValue } from "../../../estimators/observational/eValue.ts";
import { homophilyFrontier } from "../../../estimators/observational/homophilyFrontier.ts";
import { marginalSensitivity } from "../../../estimators/observational/marginalSensitivity.ts";
import { rng } from "../../../src/core/rng.ts";
import { readGolden } from "../../support/readGolden.ts";

describe("e-values", () => {
  const { input, expected } = readGolden<{
    input: { rr: number[]; ciLow: number; d: number; dSe: number };
    expected: { eValue: number[]; eValueCI: number; rrFromD: number; eFromD: number; eFromDCi: number };
  }>("e04-e-value");
  test("are those of the worked example", () => {
    input.rr.forEach((riskRatio, k) => {
      expect(eValue({ riskRatio }).estimate).toBeCloseTo(expected.eValue[k]!, 12);
    });
    expect(eValue({ riskRatio: 2, ci: [input.ciLow, 3] }).limit).toBeCloseTo(expected.eValueCI, 12);
    const found = eValue({ standardizedDifference: input.d, se: input.dSe });
    expect(found.estimate).toBeCloseTo(expected.eFromD, 12);
    expect(eValue({ riskRatio: expected.rrFromD }).estimate).toBeCloseTo(expected.eFromD, 12);
    expect(found.limit).toBeCloseTo(expected.eFromDCi, 12);
  });
  test("are 1 where nothing has to be explained, and alike for a ratio and its inverse", () => {
    expect(eValue({ riskRatio: 1 }).estimate).toBe(1);
    expect(eValue({ riskRatio: 1.4, ci: [0.9, 2] }).limit).toBe(1);
    expect(eValue({ riskRatio: 0.5, ci: [0.25, 0.8] }).limit).toBeCloseTo(
      eValue({ riskRatio: 2, ci: [1.25, 4] }).limit!,
      12,
    );
  });
  test.each([
    { riskRatio: 0 },
    { riskRatio: Number.NaN },
    { riskRatio: 2, ci: [3, 1] as const },
    { standardizedDifference: Number.POSITIVE_INFINITY },
    { standardizedDifference: 1, se: -1 },
  ])("refuses %j", (given) => {
    expect(() => eValue(given)).toThrow(/e-value: wanted/);
  });
});

describe("the marginal sensitivity model", () => {
  const { input, expected } = readGolden<{
    input: { y: number[]; propensity: number[]; Lambda: number };
    expected: { lower: number; upper: number; point: number };
  }>("e05-marginal-sensitivity");
  test("has the bounds of the worked example", () => {
    const found = marginalSensitivity(input.y, input.propensity, input.Lambda);
    expect(found.lower).toBeCloseTo(expected.lower, 12);
    expect(found.upper).toBeCloseTo(expected.upper, 12);
    expect(found.point).toBeCloseTo(expected.point, 12);
  });
  test("agrees with all corners of the weights, for any outcomes", () => {
    for (let k = 0; k < 40; k++) {
      const random = rng(k);
      const y = Array.from({ length: 7 }, () => Math.round(10 * random.uniform()) - 5);
      const e = y.map(() => 0.1 + 0.85 * random.uniform());
      const lambda = 1 + 3 * random.uniform();
      const corners = Array.from({ length: 128 }, (_, c) => {
        const w = e.map((p, i) => 1 + (1 / p - 1) * ((c >> i) & 1 ? lambda : 1 / lambda));
        return w.reduce((sum, x, i) => sum + x * y[i]!, 0) / w.reduce((a, b) => a + b, 0);
      });
      const found = marginalSensitivity(y, e, lambda);
      expect(found.upper).toBeCloseTo(Math.max(...corners), 10);
      expect(found.lower).toBeCloseTo(Math.min(...corners), 10);
    }
    const { lower, point, upper } = marginalSensitivity([1, 2, 4], [0.2, 0.5, 0.5], 1);
    expect([lower, upper]).toEqual([expect.closeTo(point, 12), expect.closeTo(point, 12)]);
  });
  test.each([
    [[], [], 2],
    [[1], [0.5, 0.5], 2],
    [[1], [0], 2],
    [[1], [0.5], 0.9],
  ])("refuses %j, %j, %d", (y, e, lambda) => {
    expect(() => marginalSensitivity(y, e, lambda)).toThrow(/marginal sensitivity/);
  });
});

test("the frontier of latent homophily: what explains the estimate, and the end of its interval", () => {
  expect(homophilyFrontier({ estimate: 2, ci: [1, 3] }, [0.5, 2])).toEqual([
    { imbalance: 0.5, effect: 4, effectForLimit: 2 },
    { imbalance: 2, effect: 1, effectForLimit: 0.5 },
  ]);
  expect(homophilyFrontier({ estimate: -2, ci: [-3, 1] })[0]).toEqual({
    imbalance: 0.1,
    effect: -20,
    effectForLimit: 0,
  });
  expect(() => homophilyFrontier({ estimate: 1 }, [0])).toThrow(/imbalances must be/);
  expect(() => homophilyFrontier({ estimate: Number.NaN })).toThrow(/finite/);
});
