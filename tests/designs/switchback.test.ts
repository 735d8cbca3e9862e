import { describe, expect, it } from "vitest";
import { draw, switchback, switchbackScheme } from "../../designs/index.ts";
import { sum } from "../../src/core/numbers/sum.ts";
import { allTreated } from "../../src/exposure/allTreated.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { overTime } from "../../src/network/overTime.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";

/** One agent without edges. */
const series = (periods: number, carryOver = 0): ReturnType<typeof overTime> =>
  overTime(tiny(1, []), { periods, carryOver });
/** Three friends. */
const friends = fromEdges([
  ["ann", "bob"],
  ["bob", "cid"],
]);

describe("a07: six periods, carry-over of one, minimax points", () => {
  type Golden = {
    input: { T: number; m: number; blocks: number[][]; alpha: number[] };
    expected: Record<"tau" | "expectation" | "variance" | "estimateForCoins_1000", number> & {
      exposureProbability: number[];
    };
  };
  const { input, expected } = readGolden<Golden>("a07-switchback");
  const network = series(input.T, input.m);
  const design = switchback({ minimax: input.m });
  const law = design.law(network);
  const pi = exposureProbabilities(network, design, allTreated());
  const outcome = (t: number, now: number, before: number): number =>
    input.alpha[t]! + 1.5 * now + 0.8 * before + 0.3 * now * before;
  const studied = [...law.studied!];
  /** Horvitz and Thompson's estimate of the effect of treatment in this and the last period, over the studied periods. */
  const estimate = (w: Uint8Array): number => {
    const condition = allTreated().of(network, w);
    const terms = studied.map((t) => {
      const name = pi.conditions[condition[t]!]!;
      const sign = name === "all" ? 1 : name === "none" ? -1 : 0;
      return sign === 0 ? 0 : (sign * outcome(t, w[t]!, w[t - 1]!)) / pi.of(t, name);
    });
    return sum(terms) / studied.length;
  };

  it("has the blocks and studies all periods but the first", () => {
    const { block } = switchbackScheme(network, { minimax: input.m });
    expect([...block]).toEqual(input.blocks.flatMap((members, b) => members.map(() => b)));
    expect(studied).toEqual([1, 2, 3, 4, 5]);
  });

  it("has the probabilities that an agent is treated all the time, or never", () => {
    expect(pi.method).toBe("exact");
    expect(studied.map((t) => pi.of(t, "all"))).toEqual(expected.exposureProbability);
    expect(studied.map((t) => pi.of(t, "none"))).toEqual(expected.exposureProbability);
  });

  it("gives the estimate for the coins 1, 0, 0, 0, and over all coins its mean and variance", () => {
    expect(estimate(Uint8Array.of(1, 1, 0, 0, 0, 0))).toBeCloseTo(expected.estimateForCoins_1000, 10);
    const all = [...law.support!()].map(([w, p]) => [estimate(w), p] as const);
    expect(all).toHaveLength(16);
    const mean = sum(all.map(([x, p]) => p * x));
    expect(mean).toBeCloseTo(expected.tau, 10);
    expect(mean).toBeCloseTo(expected.expectation, 10);
    expect(sum(all.map(([x, p]) => p * (x - mean) ** 2))).toBeCloseTo(expected.variance, 10);
  });

  it("has that variance by the pair probabilities", () => {
    const theta = (t: number, c: string): number => (c === "all" ? outcome(t, 1, 1) : -outcome(t, 0, 0));
    const stacked = studied.flatMap((t) => ["all", "none"].map((c) => [t, c] as const));
    const terms = stacked.flatMap(([s, c]) =>
      stacked.map(
        ([t, d]) => theta(s, c) * theta(t, d) * (pi.joint(s, c, t, d) / (pi.of(s, c) * pi.of(t, d)) - 1),
      ),
    );
    expect(sum(terms) / studied.length ** 2).toBeCloseTo(expected.variance, 10);
  });
});

describe("when coins are tossed", () => {
  const points = (settings: Parameters<typeof switchback>[0], periods: number): readonly number[] =>
    switchbackScheme(series(periods), switchback(settings).params).points;

  it("is every period, every few, as listed, or minimax", () => {
    expect(points({}, 3)).toEqual([1, 2, 3]);
    expect(points({ every: 2 }, 5)).toEqual([1, 3, 5]);
    expect(points({ points: [1, 4] }, 5)).toEqual([1, 4]);
    expect(points({ minimax: 2 }, 12)).toEqual([1, 5, 7, 9]);
    expect(points({ minimax: 1 }, 4)).toEqual([1, 3]);
  });
});

describe("agents in periods", () => {
  const network = overTime(friends, { periods: 4, carryOver: 1 });

  it("switch together unless they are told otherwise", () => {
    const scheme = switchbackScheme(network, { every: 2 });
    expect(scheme).toMatchObject({ agents: ["ann", "bob", "cid"], periods: 4, carryOver: 1, blocks: 2 });
    expect(network.ids.filter((_, u) => scheme.block[u] === 1)).toEqual([
      "ann@3",
      "ann@4",
      "bob@3",
      "bob@4",
      "cid@3",
      "cid@4",
    ]);
  });

  it("switch cluster by cluster, or each by itself", () => {
    const two = switchbackScheme(network, { every: 2, clusters: { ann: "x", bob: "x", cid: "y" } });
    expect([...two.block]).toEqual([0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3]);
    expect(switchbackScheme(network, { every: 2, clusters: ["x", "x", "y"] })).toEqual(two);
    expect(switchbackScheme(network, { clusters: "each" }).blocks).toBe(12);
  });

  it("are treated all along with the chance of the coins that they meet", () => {
    const clusters = { ann: "x", bob: "x", cid: "y" };
    const pi = exposureProbabilities(network, switchback({ every: 2, clusters }), allTreated());
    const all = (id: string): number => pi.of(network.ids.indexOf(id), "all");
    expect(pi.method).toBe("exact");
    // Ann hears from her own cluster only, in one block of time or two; Bob from both clusters.
    expect([all("ann@2"), all("ann@3"), all("bob@2"), all("bob@3")]).toEqual([0.5, 0.25, 0.25, 0.0625]);
  });

  it("are studied after the carry-over and after the washout of each block", () => {
    const studied = (settings: object): string[] =>
      [...switchbackScheme(network, settings).studied].map((u) => network.ids[u]!);
    expect(studied({ every: 2 }).slice(0, 3)).toEqual(["ann@2", "ann@3", "ann@4"]);
    expect(studied({ every: 2, washout: 1 })).toEqual(["ann@2", "ann@4", "bob@2", "bob@4", "cid@2", "cid@4"]);
    expect(switchback().law(series(3)).studied).toBeUndefined();
  });

  it("may come later than others", () => {
    const ragged = fromEdges([], { agents: ["a@1", "a@2", "b@2"] });
    expect([...switchbackScheme(ragged, {}).block]).toEqual([0, 1, 1]);
  });

  it("keep their ids in the plan, with the coin of each", () => {
    const plan = draw(switchback({ every: 2 }), network, { seed: 7 });
    expect(plan.agents).toEqual(network.ids);
    expect(plan.clusters).toEqual([0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1]);
    expect(plan.design.params).toEqual({
      every: 2,
      probability: 0.5,
      washout: 0,
      arms: ["control", "treated"],
    });
  });
});

describe("refusals", () => {
  const faults: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ points: [2, 3] }, "switchback: points must begin with 1 and increase, got [2,3]"],
    [{ points: [1, 3, 3] }, "switchback: points must begin with 1 and increase, got [1,3,3]"],
    [{ points: [] }, "switchback: points must begin with 1, got []"],
    [{ points: [1, 9] }, "switchback: points must be periods of the network, from 1 to 6, got 9"],
    [{ points: [1], every: 2 }, "switchback: every must be left out where points is given, got 2"],
    [{ every: 0 }, "switchback: every must be a whole number of at least 1, got 0"],
    [
      { minimax: 2 },
      "switchback: minimax points for a carry-over of 2 need 2 × k periods with k of at least 4, got 6: take 8 periods, or list points",
    ],
    [{ probability: 1 }, "switchback: probability must be a probability above 0 and below 1, got 1"],
    [
      { clusters: { "0": "x", "1": "y" }, washout: 1 },
      "switchback: no period is left to study: of 6 periods the first 0 (carry-over) and 1 after each point (washout) are left out: toss coins less often, or take a shorter washout",
    ],
    [{ clusters: { other: "x" } }, 'switchback: every agent needs a cluster, but "0" has none'],
    [
      { clusters: 3 },
      "switchback: clusters must be each, a list of clusters, one per agent, or a mapping from agent to cluster, got 3",
    ],
  ];
  it.each(faults)("%j", (settings, message) => {
    expect(() => switchback.from(settings).law(series(6))).toThrow(message);
  });

  it("a network that is not over time", () => {
    expect(() => switchback().law(friends)).toThrow(
      'switchback: the network must be over time, of units such as "ann@3" (an agent in a period) with edges that never go back in time: give periods with the network in a study file, or use overTime',
    );
  });
});
