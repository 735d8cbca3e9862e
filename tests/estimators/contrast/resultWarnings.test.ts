import { describe, expect, it } from "vitest";
import { bernoulli } from "../../../designs/index.ts";
import { resultWarnings } from "../../../estimators/contrast/resultWarnings.ts";
import { topShare } from "../../../estimators/contrast/topShare.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { tiny } from "../../support/tinyWorlds.ts";
import { ring } from "../ringOfTen.ts";

const contrast = { name: "spillover", first: "indirect", second: "none" };

describe("warnings name the limit that is passed", () => {
  const judged = { contrast, probabilities: ring, expected: [40, 50] as const };

  it("few agents expected", () => {
    expect(resultWarnings({ ...judged, expected: [9.96, 10 - 1e-14] })).toEqual([
      "the design puts 9.96 agents in condition indirect on average, fewer than 10: estimates are fragile",
    ]);
  });

  it("Wald's interval on few effective agents, and no other interval", () => {
    const few = { ...judged, effective: [29.9, 30] as const };
    expect(resultWarnings({ ...few, interval: "wald-t" })).toEqual([
      "the effective sample size in condition indirect is below 30: the interval is only a rule of thumb",
    ]);
    expect(resultWarnings({ ...few, interval: "redrawn" })).toEqual([]);
  });

  it("a few agents that decide", () => {
    expect(resultWarnings({ ...judged, topShare: 0.51 })).toEqual([
      "the top 1 % of the observed agents make up more than 50 % of the squared contributions to the estimate",
    ]);
    expect(resultWarnings({ ...judged, topShare: 0.5 })).toEqual([]);
  });

  it("a hub, where the interval leans on a normal law", () => {
    const star = tiny(
      200,
      Array.from({ length: 199 }, (_, i) => [0, i + 1] as const),
    );
    const probabilities = exposureProbabilities(star, bernoulli(), anyTreatedNeighbor());
    const [warning] = resultWarnings({ ...judged, probabilities, interval: "wald-normal" });
    // 10 × 200^(1/3) = 58.5.
    expect(warning).toBe(
      "one agent may depend on 200 of 200 agents, more than 10 n^(1/3) = 58: a normal approximation is doubtful; the interval chebyshev does not need it",
    );
    expect(resultWarnings({ ...judged, probabilities, interval: "redrawn" })).toEqual([]);
  });
});

describe("the share of the squared contributions from the top 1 % of agents", () => {
  const everybody = Array.from({ length: 10 }, (_, i) => i);
  const setting = { probabilities: ring, levels: [1, 0] as const, population: everybody };

  it("by hand: the largest of a few", () => {
    const condition = Uint8Array.from([0, 1, 1, 3, 2, 2, 2, 2, 2, 2]);
    const value = Float64Array.from([2, 1, 3, 100, 100, 0, 0, 0, 0, 0]);
    const [p, q] = [ring.of(0, "none"), ring.of(1, "indirect")];
    const squares = [(2 / p) ** 2, (1 / q) ** 2, (3 / q) ** 2];
    expect(topShare(setting, { condition, value })).toBeCloseTo(
      Math.max(...squares) / squares.reduce((a, b) => a + b),
      12,
    );
  });

  it("three of 300 agents, and at least one of 99", () => {
    for (const [n, top] of [
      [300, 3],
      [99, 1],
    ] as const) {
      const probabilities = exposureProbabilities(tiny(n, []), bernoulli(), ownArm());
      const population = Array.from({ length: n }, (_, i) => i);
      const value = Float64Array.from(population, (i) => i + 1);
      const squares = population.map((i) => (i + 1) ** 2);
      const sum = (some: readonly number[]): number => some.reduce((a, b) => a + b, 0);
      const found = topShare(
        { probabilities, levels: [1, 0], population },
        { condition: new Uint8Array(n), value },
      );
      expect(found).toBeCloseTo(sum(squares.slice(n - top)) / sum(squares), 12);
    }
  });

  it("is 0 when nothing contributes", () => {
    expect(topShare(setting, { condition: new Uint8Array(10), value: new Float64Array(10) })).toBe(0);
  });
});
