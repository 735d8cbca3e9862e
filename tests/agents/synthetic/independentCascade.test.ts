import { describe, expect, it } from "vitest";
import { type IndependentCascadeSettings, independentCascade } from "../../../src/agents/index.ts";
import { rng } from "../../../src/core/rng.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import type { Network } from "../../../src/network/Network.ts";
import { replay } from "../../../src/run/world/replay.ts";
import { armNames, outcomesOf, row, settingOf } from "../lineNetwork.ts";

/** Share of replays in which each agent is active at the end. */
function activeShares(
  network: Network,
  settings: IndependentCascadeSettings,
  arms: readonly number[],
  rounds: number,
  replays: number,
): number[] {
  const agentOf = independentCascade(settings).create(settingOf(network));
  const counts = network.ids.map(() => 0);
  for (let r = 0; r < replays; r++) {
    const { outcomes } = replay({ network, agentOf, arms, armNames, rounds, world: 0, rng: rng(r) });
    outcomes.forEach((y, i) => {
      counts[i]! += y;
    });
  }
  return counts.map((count) => count / replays);
}

/** P(a path of live edges leads to each agent from a seed), by listing which of the directed edges are live. */
function liveEdgeChances(
  network: Network,
  p: (target: number) => number,
  seeds: readonly number[],
): number[] {
  const edges: [number, number][] = [];
  for (let i = 0; i < network.n; i++)
    for (let e = network.offsets[i]!; e < network.offsets[i + 1]!; e++) edges.push([network.sources[e]!, i]);
  const chances = network.ids.map(() => 0);
  for (let live = 0; live < 2 ** edges.length; live++) {
    let weight = 1;
    edges.forEach(([, to], k) => {
      weight *= (live >> k) & 1 ? p(to) : 1 - p(to);
    });
    const active = network.ids.map((_, i) => seeds[i] === 1);
    for (let step = 0; step < network.n; step++)
      edges.forEach(([from, to], k) => {
        if ((live >> k) & 1 && active[from]) active[to] = true;
      });
    active.forEach((on, i) => {
      if (on) chances[i]! += weight;
    });
  }
  return chances;
}

function expectShares(shares: readonly number[], wanted: readonly number[], replays: number): void {
  shares.forEach((share, i) => {
    const p = wanted[i]!;
    // Five standard errors: one test in two million errs.
    expect(Math.abs(share - p)).toBeLessThanOrEqual(
      5 * Math.sqrt(Math.max(0, p * (1 - p)) / replays) + 1e-12,
    );
  });
}

describe("independent-cascade", () => {
  it("reaches an agent at distance d along a row with probability p to the d, and not before round d + 1", () => {
    const p = 0.6;
    expectShares(activeShares(row, { probability: p }, [1, 0, 0, 0], 4, 4000), [1, p, p ** 2, p ** 3], 4000);
    expectShares(activeShares(row, { probability: p }, [1, 0, 0, 0], 3, 2000), [1, p, p ** 2, 0], 2000);
  });

  // A square with a diagonal and a tail: several paths, of different length.
  const network = fromEdges([
    ["a", "b"],
    ["b", "c"],
    ["c", "a"],
    ["c", "d"],
  ]);

  it("activates with the probability of a path of live edges, found by listing all 256 sets of live edges", () => {
    const wanted = liveEdgeChances(network, () => 0.3, [1, 0, 0, 0]);
    // By hand: b is reached directly or by c.
    expect(wanted[1]).toBeCloseTo(0.3 + 0.7 * 0.3 * 0.3, 12);
    expectShares(activeShares(network, { probability: 0.3 }, [1, 0, 0, 0], 6, 6000), wanted, 6000);
  });

  it("activates with 1 / in-neighbours in the weighted cascade", () => {
    const degrees = [2, 2, 3, 1];
    const wanted = liveEdgeChances(network, (to) => 1 / degrees[to]!, [1, 0, 0, 0]);
    expectShares(activeShares(network, { probability: "in-degree" }, [1, 0, 0, 0], 6, 6000), wanted, 6000);
  });

  it("gives each active neighbour one chance only: with two rounds more nothing changes after a failure", () => {
    const two = fromEdges([["a", "b"]]);
    const share = activeShares(two, { probability: 0.5 }, [1, 0], 9, 3000)[1]!;
    expect(Math.abs(share - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 3000));
  });

  it("floods with probability 1 and stays put with 0, and then draws no chance", () => {
    const flood = independentCascade({ probability: 1 });
    expect(outcomesOf(row, flood.create(settingOf(row)), [0, 1, 0, 0], 3)).toEqual([1, 1, 1, 1]);
    const still = independentCascade({ probability: 0 });
    expect(outcomesOf(row, still.create(settingOf(row)), [0, 1, 0, 0], 9)).toEqual([0, 1, 0, 0]);
    expect([flood.chance, still.chance, independentCascade().chance]).toEqual([false, false, true]);
  });

  it("says what is wrong", () => {
    expect(() => independentCascade({ probability: 1.5 })).toThrow(
      "independent-cascade: probability must be a probability from 0 to 1, or in-degree, got 1.5",
    );
    const agent = independentCascade().create(settingOf(row))(0);
    const heard = [{ from: "b", said: "hello" }];
    expect(() =>
      agent({ world: 0, round: 2, rounds: 2, agent: "a", arm: "control", heard, rng: rng(1) }),
    ).toThrow('independent-cascade: wanted "fresh" in what agent b said, got none');
  });
});
