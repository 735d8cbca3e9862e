import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { balancedPartition } from "../../../src/network/clusters/balancedPartition.ts";
import { cutShare, relabel } from "../../../src/network/clusters/partition.ts";
import { restream } from "../../../src/network/clusters/restream.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { karateClub } from "../../../src/network/generators/karateClub.ts";
import { stochasticBlock } from "../../../src/network/generators/stochasticBlock.ts";
import { symmetrize } from "../../../src/network/symmetrize.ts";
import { readGolden } from "../../support/readGolden.ts";
import { tiny } from "../../support/tinyWorlds.ts";
import { smallNetwork } from "../smallNetwork.ts";

const golden = readGolden<{
  input: { n: number; edges: [number, number][]; streamOrder: number[] };
  expected: { reldgPass1: number[]; reldgPass5: number[] };
}>("a08-clustering");

/** The rule, agent by agent and cluster by cluster: the slow truth for cluster numbers that divide n. */
function slow(
  network: ReturnType<typeof tiny>,
  order: Uint32Array,
  clusters: number,
  passes: number,
): number[] {
  const { n, offsets, sources } = network;
  const cap = n / clusters;
  const label = new Array<number>(n).fill(-1);
  for (let pass = 0; pass < passes; pass++) {
    const room = new Array<number>(clusters).fill(cap);
    for (const agent of order) {
      const friends = [...sources.subarray(offsets[agent]!, offsets[agent + 1]!)];
      const score = room.map((b, c) => b * friends.filter((j) => label[j] === c).length);
      const best = score
        .map((_, c) => c)
        .filter((c) => room[c]! > 0)
        .sort((a, b) => score[b]! - score[a]! || room[b]! - room[a]! || a - b)[0]!;
      label[agent] = best;
      room[best]!--;
    }
  }
  return label;
}

describe("balancedPartition", () => {
  it("streams the worked example as its source does, after one pass and after five", () => {
    const { n, edges, streamOrder } = golden.input;
    const order = Uint32Array.from(streamOrder);
    expect([...restream(tiny(n, edges), order, 2, 1)]).toEqual(golden.expected.reldgPass1);
    expect([...restream(tiny(n, edges), order, 2, 5)]).toEqual(golden.expected.reldgPass5);
  });

  it("follows the rule, by brute force", () => {
    fc.assert(
      fc.property(
        smallNetwork({ directed: false }),
        fc.nat(),
        fc.integer({ min: 1, max: 4 }),
        (network, k, passes) => {
          const { n } = network;
          const order = Uint32Array.from({ length: n }, (_, i) => i).sort(
            (a, b) => ((a * 7 + k) % n) - ((b * 7 + k) % n) || a - b,
          );
          for (let clusters = 1; clusters <= n; clusters++)
            if (n % clusters === 0)
              expect([...restream(network, order, clusters, passes)]).toEqual(
                slow(network, order, clusters, passes),
              );
        },
      ),
      { numRuns: 300 },
    );
  });

  it("makes exactly so many clusters, of equal size up to one agent, the same for the same seed", () => {
    fc.assert(
      fc.property(smallNetwork(), fc.nat(), fc.nat(), (network, seed, k) => {
        const clusters = 1 + (k % network.n);
        const found = balancedPartition(network, { clusters, rng: rng(seed) });
        expect(found).toEqual(balancedPartition(network, { clusters, rng: rng(seed) }));
        expect(found).toEqual(relabel(found));
        const size = new Array<number>(clusters).fill(0);
        for (const c of found) size[c]!++;
        expect(Math.min(...size)).toBe(Math.floor(network.n / clusters));
        expect(Math.max(...size)).toBe(Math.ceil(network.n / clusters));
      }),
      { numRuns: 300 },
    );
  });

  it("makes the fewest clusters that a largest size allows", () => {
    const club = karateClub().draw(rng(1));
    const found = balancedPartition(club, { maxSize: 10, rng: rng(1) });
    const size = [0, 0, 0, 0];
    for (const c of found) size[c]!++;
    expect(size.sort()).toEqual([8, 8, 9, 9]);
  });

  it("cuts far fewer edges than chance would, and fewer with more passes", () => {
    const network = stochasticBlock({ sizes: [50, 50, 50, 50], within: 0.3, between: 0.01 }).draw(rng(1));
    const cut = (passes: number): number =>
      [1, 2, 3, 4, 5].reduce(
        (total, seed) =>
          total + cutShare(network, balancedPartition(network, { clusters: 4, passes, rng: rng(seed) })) / 5,
        0,
      );
    expect(cut(10)).toBeLessThan(cut(1));
    expect(cut(10)).toBeLessThan(0.3);
  });

  it("takes directed networks and weights", () => {
    const arrows = fromEdges(
      [
        ["a", "b"],
        ["c", "d"],
      ],
      { directed: true },
    );
    const found = balancedPartition(arrows, { clusters: 2, rng: rng(1) });
    expect(found).toEqual(balancedPartition(symmetrize(arrows), { clusters: 2, rng: rng(1) }));
    const heavy = fromEdges([
      ["a", "b", 9],
      ["b", "c", 1],
      ["c", "d", 9],
      ["d", "a", 1],
    ]);
    expect([...restream(heavy, Uint32Array.of(0, 2, 1, 3), 2, 1)]).toEqual([0, 0, 1, 1]);
    const light = fromEdges([
      ["a", "b"],
      ["b", "c"],
      ["c", "d"],
      ["d", "a", 2],
    ]);
    expect([...restream(light, Uint32Array.of(0, 2, 1, 3), 2, 2)]).toEqual([1, 0, 0, 1]);
  });

  it.each([
    [{}, "balancedPartition: give either clusters (a number of them) or maxSize (most agents in one)"],
    [
      { clusters: 2, maxSize: 3 },
      "balancedPartition: give either clusters (a number of them) or maxSize (most agents in one)",
    ],
    [
      { clusters: 35 },
      "balancedPartition: clusters must be a whole number from 1 to the number of agents, 34, got 35",
    ],
    [
      { clusters: 0 },
      "balancedPartition: clusters must be a whole number from 1 to the number of agents, 34, got 0",
    ],
    [{ maxSize: 0.5 }, "balancedPartition: maxSize must be a whole number of at least 1, got 0.5"],
    [{ clusters: 2, passes: 0 }, "balancedPartition: passes must be a whole number of at least 1, got 0"],
  ])("refuses %o", (options, message) => {
    expect(() => balancedPartition(karateClub().draw(rng(1)), { ...options, rng: rng(1) })).toThrow(message);
  });
});
