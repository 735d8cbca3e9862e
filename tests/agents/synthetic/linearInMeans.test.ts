import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearInMeans } from "../../../src/agents/index.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { degree, type Network } from "../../../src/network/Network.ts";
import { solve } from "../../support/linearAlgebra.ts";
import { outcomesOf, row, settingOf } from "../lineNetwork.ts";

/** Row-normalised weights: W[i][j] = 1 / degree of i when i hears j. */
function weights(network: Network): number[][] {
  return network.ids.map((_, i) => {
    const line: number[] = new Array(network.n).fill(0);
    for (let e = network.offsets[i]!; e < network.offsets[i + 1]!; e++)
      line[network.sources[e]!] = 1 / degree(network, i);
    return line;
  });
}

/** y of (I − ρW) y = a + b z + c W z, by a dense solve. */
function equilibrium(network: Network, { a = 0, b = 0, c = 0, rho = 0 }, z: readonly number[]): number[] {
  const w = weights(network);
  const left = w.map((line, i) => line.map((x, j) => (i === j ? 1 : 0) - rho * x));
  const right = w.map((line, i) => a + b * z[i]! + c * line.reduce((total, x, j) => total + x * z[j]!, 0));
  return solve(left, right);
}

describe("linearInMeans", () => {
  it("hears nothing in round 1, and one step of the network in each round after", () => {
    const agentOf = linearInMeans({ baseline: 1, direct: 10, indirect: 2, endogenous: 0.5 }).create(
      settingOf(row),
    );
    expect(outcomesOf(row, agentOf, [1, 0, 0, 0], 1)).toEqual([11, 1, 1, 1]);
    // b hears a (treated, 11) and c (1): 1 + 2 · ½ + 0.5 · 6; c and d hear 1; a hears 1.
    expect(outcomesOf(row, agentOf, [1, 0, 0, 0], 2)).toEqual([11.5, 5, 1.5, 1.5]);
  });

  it("adds nothing for an agent without neighbours", () => {
    const network = fromEdges([], { agents: ["a", "b"] });
    const agentOf = linearInMeans({ baseline: 1, direct: 2, indirect: 100, endogenous: 0.9 }).create(
      settingOf(network),
    );
    expect(outcomesOf(network, agentOf, [1, 0], 9)).toEqual([3, 1]);
  });

  // Golden numbers f02-linear-in-means: six agents, a = 1, b = 0.5, c = 0.3, ρ = 0.4, found by dense solve and by fixed point.
  it("reproduces the golden equilibrium and global effect", () => {
    const network = fromEdges([
      ["0", "1"],
      ["0", "2"],
      ["1", "2"],
      ["2", "3"],
      ["3", "4"],
      ["4", "5"],
    ]);
    const agentOf = linearInMeans({ baseline: 1, direct: 0.5, indirect: 0.3, endogenous: 0.4 }).create(
      settingOf(network),
    );
    const golden = [
      2.3243808567603748, 2.0327141900937082, 2.0891900937081656, 2.3118306559571615, 1.9699631860776439,
      1.7879852744310576,
    ];
    outcomesOf(network, agentOf, [1, 0, 0, 1, 0, 0], 60).forEach((y, i) => {
      expect(Math.abs(y - golden[i]!)).toBeLessThan(1e-10);
    });
    const all = outcomesOf(network, agentOf, [1, 1, 1, 1, 1, 1], 60);
    const none = outcomesOf(network, agentOf, [0, 0, 0, 0, 0, 0], 60);
    // (b + c) / (1 − ρ), because nobody is without neighbours.
    all.forEach((y, i) => {
      expect(Math.abs(y - none[i]! - 4 / 3)).toBeLessThan(1e-10);
    });
  });

  it("tends to the dense solution on any network, also with isolates and one-way edges", () => {
    const edge = fc
      .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }))
      .filter(([a, b]) => a !== b);
    const arms = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(
        fc.array(edge, { maxLength: 15 }),
        arms,
        fc.double({ min: -0.7, max: 0.7, noNaN: true }),
        (edges, z, rho) => {
          const agents = ["0", "1", "2", "3", "4", "5", "6"];
          const network = fromEdges(
            edges.map(([a, b]) => [`${a}`, `${b}`] as const),
            { agents, directed: true },
          );
          const agentOf = linearInMeans({ baseline: 1, direct: 2, indirect: -3, endogenous: rho }).create(
            settingOf(network),
          );
          const expected = equilibrium(network, { a: 1, b: 2, c: -3, rho }, z);
          // The distance shrinks by |ρ| ≤ 0.7 a round: 0.7^100 = 3e-16 of at most 20.
          outcomesOf(network, agentOf, z, 100).forEach((y, i) => {
            expect(Math.abs(y - expected[i]!)).toBeLessThan(1e-12);
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it("shifts each agent by its own level, the same in every world", () => {
    const plain = linearInMeans().create(settingOf(row));
    const spread = linearInMeans({ spread: 1 }).create(settingOf(row));
    const shift = (arms: number[]): number[] => {
      const before = outcomesOf(row, plain, arms, 2);
      return outcomesOf(row, spread, arms, 2).map((y, i) => y - before[i]!);
    };
    const first = shift([0, 0, 0, 0]);
    shift([1, 0, 1, 1]).forEach((s, i) => {
      expect(s).toBeCloseTo(first[i]!, 12);
    });
    expect(new Set(first).size).toBe(4);
  });

  it("refuses endogenous effects without an equilibrium, and an arm that is not there", () => {
    for (const endogenous of [1, -1, 2]) {
      expect(() => linearInMeans({ endogenous })).toThrow(
        `linear-in-means: endogenous must be a number between −1 and 1, or outcomes would grow without end, got ${endogenous}`,
      );
    }
    expect(() => linearInMeans({ treatedArm: 2 }).create(settingOf(row))).toThrow(
      "linear-in-means: treatedArm must be the index of an arm (0 = control, 1 = treated), got 2",
    );
  });

  it("does not understand agents of another kind, and says so", () => {
    const own = linearInMeans().create(settingOf(row));
    expect(() =>
      outcomesOf(row, (i) => (i === 0 ? () => ({ said: "hello", outcome: 0 }) : own(i)), [0, 0, 0, 0], 2),
    ).toThrow('linear-in-means: wanted a number "treated" in what agent a said, got none');
  });
});
