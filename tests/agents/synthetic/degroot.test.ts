import { describe, expect, it } from "vitest";
import { degroot } from "../../../src/agents/index.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { degree } from "../../../src/network/Network.ts";
import { outcomesOf, row, settingOf } from "../lineNetwork.ts";

describe("degroot", () => {
  it("starts from the first opinions, treatment added", () => {
    const agentOf = degroot({ mean: 2, spread: 0, shift: 5 }).create(settingOf(row));
    expect(outcomesOf(row, agentOf, [1, 0, 0, 1], 1)).toEqual([7, 2, 2, 7]);
  });

  it("averages own and heard opinions with the given weight", () => {
    const agentOf = degroot({ self: 0.25, spread: 0, shift: 8 }).create(settingOf(row));
    expect(outcomesOf(row, agentOf, [1, 0, 0, 0], 2)).toEqual([2, 3, 0, 0]);
  });

  it("keeps opinions when nobody is heard, and when only the own one counts", () => {
    const alone = fromEdges([], { agents: ["a", "b"] });
    const lonely = degroot({ self: 0 }).create(settingOf(alone));
    expect(outcomesOf(alone, lonely, [1, 0], 9)).toEqual(outcomesOf(alone, lonely, [1, 0], 1));
    const stubborn = degroot({ self: 1 }).create(settingOf(row));
    expect(outcomesOf(row, stubborn, [1, 0, 0, 1], 9)).toEqual(outcomesOf(row, stubborn, [1, 0, 0, 1], 1));
  });

  it("reaches the consensus of the stationary weights, computed by power iteration", () => {
    const network = fromEdges([
      ["0", "1"],
      ["1", "2"],
      ["2", "0"],
      ["2", "3"],
      ["3", "4"],
    ]);
    const self = 0.4;
    const w = network.ids.map((_, i) =>
      network.ids.map((_, j) => {
        const heard = network.sources.subarray(network.offsets[i], network.offsets[i + 1]).includes(j);
        return (i === j ? self : 0) + (heard ? (1 - self) / degree(network, i) : 0);
      }),
    );
    let weight: number[] = Array(5).fill(1 / 5);
    for (let k = 0; k < 2000; k++)
      weight = weight.map((_, j) => weight.reduce((total, p, i) => total + p * w[i]![j]!, 0));
    // On an undirected network the weights are in proportion to degrees, which checks the iteration itself.
    weight.forEach((p, i) => {
      expect(p).toBeCloseTo(degree(network, i) / 10, 12);
    });

    const agentOf = degroot({ self, spread: 3, mean: 1 }).create(settingOf(network));
    const arms = [1, 0, 0, 1, 0];
    const consensus = outcomesOf(network, agentOf, arms, 1).reduce(
      (total, x, i) => total + x * weight[i]!,
      0,
    );
    for (const x of outcomesOf(network, agentOf, arms, 500))
      expect(Math.abs(x - consensus)).toBeLessThan(1e-10);
  });

  it("moves everybody by the treated agents' share of the weights, in the end", () => {
    const agentOf = degroot({ shift: 6 }).create(settingOf(row));
    const before = outcomesOf(row, agentOf, [0, 0, 0, 0], 300);
    // The degrees are 1, 2, 2, 1: agent b has a third of the weight.
    outcomesOf(row, agentOf, [0, 1, 0, 0], 300).forEach((x, i) => {
      expect(x - before[i]!).toBeCloseTo(2, 10);
    });
  });

  it("says what is wrong with its settings", () => {
    expect(() => degroot({ self: 1.5 })).toThrow("degroot: self must be a probability from 0 to 1, got 1.5");
  });
});
