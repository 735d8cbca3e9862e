import { describe, expect, it } from "vitest";
import { conditionalCooperator } from "../../../src/agents/index.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { outcomesOf, row, settingOf } from "../lineNetwork.ts";

const ids = ["a", "b", "c", "d"];
const group = fromEdges(ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b] as const)));

describe("conditional-cooperator", () => {
  it("lets cooperation decay by the slope and the bias alone, as m(t) = slope · m(t − 1) − bias", () => {
    const agentOf = conditionalCooperator({ first: 16, slope: 0.5, bias: 1 }).create(settingOf(group));
    const means = [1, 2, 3, 4].map((rounds) => outcomesOf(group, agentOf, [0, 0, 0, 0], rounds)[0]);
    expect(means).toEqual([16, 7, 2.5, 0.25]);
    // Nobody gives less than nothing.
    expect(outcomesOf(group, agentOf, [0, 0, 0, 0], 5)).toEqual([0, 0, 0, 0]);
  });

  it("has the mean contribution of the formula with some agents treated, in any regular network", () => {
    const ring = fromEdges([
      ["a", "b"],
      ["b", "c"],
      ["c", "d"],
      ["d", "a"],
    ]);
    for (const network of [group, ring]) {
      const agentOf = conditionalCooperator({ first: 8, slope: 0.7, bias: 0.5, push: 2 }).create(
        settingOf(network),
      );
      let mean = 8 + 2 / 4;
      for (const rounds of [1, 2, 3, 4, 5]) {
        if (rounds > 1) mean = 0.7 * mean - 0.5 + 2 / 4;
        const outcomes = outcomesOf(network, agentOf, [1, 0, 0, 0], rounds);
        expect(outcomes.reduce((a, b) => a + b) / 4).toBeCloseTo(mean, 12);
      }
    }
  });

  it("carries the push of a treated agent one step a round, times the slope over the neighbours", () => {
    const agentOf = conditionalCooperator({ first: 10, slope: 1, push: 4 }).create(settingOf(row));
    expect(outcomesOf(row, agentOf, [1, 0, 0, 0], 1)).toEqual([14, 10, 10, 10]);
    expect(outcomesOf(row, agentOf, [1, 0, 0, 0], 2)).toEqual([14, 12, 10, 10]);
    expect(outcomesOf(row, agentOf, [1, 0, 0, 0], 3)).toEqual([16, 12, 11, 10]);
  });

  it("never gives more than the endowment, and with nobody to hear gives as in round 1", () => {
    const lone = fromEdges([], { agents: ["a"] });
    const agentOf = conditionalCooperator({ first: 10, push: 100 }).create(settingOf(lone));
    expect(outcomesOf(lone, agentOf, [1], 3)).toEqual([20]);
    expect(outcomesOf(lone, agentOf, [0], 3)).toEqual([10]);
  });

  it("says what is wrong", () => {
    expect(() => conditionalCooperator({ slope: Number.NaN })).toThrow(
      "conditional-cooperator: slope must be a finite number, got NaN",
    );
  });
});
