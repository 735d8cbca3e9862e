import { describe, expect, it } from "vitest";
import { type PublicGoodsSettings, publicGoods } from "../../../src/agents/index.ts";
import { sum } from "../../../src/core/numbers/sum.ts";
import { rng } from "../../../src/core/rng.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { replay } from "../../../src/run/world/replay.ts";
import { armNames, outcomesOf, row, settingOf } from "../lineNetwork.ts";

const ids = ["a", "b", "c", "d", "e"];
const group = fromEdges(ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b] as const)));

const play = (settings: PublicGoodsSettings, rounds: number): number[] =>
  outcomesOf(group, publicGoods(settings).create(settingOf(group)), [1, 0, 0, 1, 0], rounds);

describe("public-goods", () => {
  it("pays what the rules of the game say: in all n e + (n mpcr − 1) times the contributions", () => {
    const settings = {
      endowment: 20,
      mpcr: 0.4,
      first: 8,
      spread: 3,
      noise: 1,
      freeRiders: 0.2,
      altruists: 0.2,
    };
    for (const rounds of [2, 3, 6]) {
      const contributions = sum(play(settings, rounds - 1));
      const payoffs = sum(play({ ...settings, outcome: "payoff" }, rounds));
      expect(payoffs).toBeCloseTo(5 * 20 + (5 * 0.4 - 1) * contributions, 9);
    }
  });

  it("pays a lone free rider among givers more than them, by what each of them gives", () => {
    // c, in the middle, gives nothing by a scripted contribution of 0 in round 1: all others give 10.
    const agentOf = publicGoods({ freeRiders: 0, push: -10, outcome: "payoff" }).create(settingOf(group));
    const outcomes = outcomesOf(group, agentOf, [0, 0, 1, 0, 0], 2);
    expect(outcomes).toEqual([26, 26, 36, 26, 26]);
  });

  it("counts as the group of an agent itself and those that it hears", () => {
    const agentOf = publicGoods({ freeRiders: 0, outcome: "payoff", mpcr: 0.5 }).create(settingOf(row));
    // 20 − 10 + 0.5 (10 + 10 for each neighbour)
    expect(outcomesOf(row, agentOf, [0, 0, 0, 0], 2)).toEqual([20, 25, 25, 20]);
  });

  it("has no payoff in round 1, and says so where it is asked for", () => {
    expect(publicGoods({ outcome: "payoff" }).leastRounds).toBe(2);
    expect(publicGoods().leastRounds).toBeUndefined();
    const agentOf = publicGoods({ outcome: "payoff" }).create(settingOf(row));
    const { present } = replay({
      network: row,
      agentOf,
      arms: [0, 0, 0, 0],
      armNames,
      rounds: 1,
      world: 0,
      rng: rng(1),
    });
    expect([...present]).toEqual([0, 0, 0, 0]);
  });

  it("draws types in the given shares, which treatment does not change", () => {
    const crowd = fromEdges([], { agents: Array.from({ length: 3000 }, (_, i) => `${i}`) });
    const agentOf = publicGoods({ freeRiders: 0.3, altruists: 0.2 }).create(settingOf(crowd));
    for (const arm of [0, 1]) {
      const given = outcomesOf(crowd, agentOf, Array<number>(3000).fill(arm), 1);
      for (const [amount, p] of [
        [0, 0.3],
        [20, 0.2],
        [arm === 1 ? 15 : 10, 0.5],
      ] as const) {
        const share = given.filter((c) => c === amount).length / 3000;
        expect(Math.abs(share - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / 3000));
      }
    }
  });

  it("says what is wrong", () => {
    expect(() => publicGoods({ freeRiders: 0.7, altruists: 0.5 })).toThrow(
      "public-goods: altruists must be a share that leaves the sum with freeRiders at 1 or below, got 0.5",
    );
    expect(() => publicGoods({ endowment: 0 })).toThrow(
      "public-goods: endowment must be a finite number above 0, got 0",
    );
  });
});
