import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rng } from "../../src/core/rng.ts";
import { ball } from "../../src/network/ball.ts";
import { ballNetwork } from "../../src/network/ballNetwork.ts";
import { components } from "../../src/network/components.ts";
import { degreeSummary } from "../../src/network/degreeSummary.ts";
import { type Edge, fromEdges } from "../../src/network/fromEdges.ts";
import { erdosRenyi } from "../../src/network/generators/erdosRenyi.ts";
import { karateClub } from "../../src/network/generators/karateClub.ts";
import type { Network } from "../../src/network/Network.ts";
import { networkHash } from "../../src/network/networkHash.ts";
import { outRows } from "../../src/network/outRows.ts";
import { symmetrize } from "../../src/network/symmetrize.ts";
import { distances, smallNetwork } from "./smallNetwork.ts";

const row = (network: Network, i: number): number[] =>
  Array.from(network.sources.subarray(network.offsets[i], network.offsets[i + 1]));

describe("ball and ballNetwork", () => {
  // Worked example of k-hop exposure (golden/b05-exposure-khop.json: a triangle with a tail of three, checked by enumeration).
  const edges = [
    [0, 1],
    [0, 2],
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 5],
  ].map(([s, t]): Edge => [`${s}`, `${t}`]);
  const expected = [
    [1, 2, 3],
    [0, 2, 3],
    [0, 1, 3, 4],
    [0, 1, 2, 4, 5],
    [2, 3, 5],
    [3, 4],
  ];

  it("find the 2-balls of the worked example", () => {
    const network = fromEdges(edges);
    const wide = ballNetwork(network, 2);
    expected.forEach((others, i) => {
      expect(Array.from(ball(network, i, 2))).toEqual(others);
      expect(row(wide, i)).toEqual(others);
    });
    expect(wide.edges).toBe(expected.flat().length / 2);
  });

  it("walk against the arrows", () => {
    const chain = fromEdges(
      [
        ["a", "b"],
        ["b", "c"],
        ["c", "d"],
      ],
      { directed: true },
    );
    expect(Array.from(ball(chain, 3, 2))).toEqual([1, 2]);
    expect(Array.from(ball(chain, 3, Number.POSITIVE_INFINITY))).toEqual([0, 1, 2]);
    expect(Array.from(ball(chain, 0, 3))).toEqual([]);
    expect(ballNetwork(chain, 2)).toMatchObject({ directed: true, edges: 5 });
  });

  it("agree with distances by brute force", () => {
    fc.assert(
      fc.property(smallNetwork(), fc.nat(4), (network, hops) => {
        const far = distances(network);
        const wide = ballNetwork(network, hops);
        for (let i = 0; i < network.n; i++) {
          const inside = far.map((row) => row[i]!).flatMap((d, j) => (d > 0 && d <= hops ? [j] : []));
          expect(Array.from(ball(network, i, hops))).toEqual(inside);
          expect(row(wide, i)).toEqual(inside);
        }
        expect(wide.edges * (network.directed ? 1 : 2)).toBe(wide.sources.length);
      }),
    );
  });

  it("are the network itself at one hop, without its weights, and empty at none", () => {
    const network = fromEdges([
      ["a", "b", 2],
      ["b", "c"],
    ]);
    expect(networkHash(ballNetwork(network, 1))).toBe(
      networkHash(
        fromEdges([
          ["a", "b"],
          ["b", "c"],
        ]),
      ),
    );
    expect(ballNetwork(network, 0).edges).toBe(0);
  });

  it("refuse agents and hops that are none", () => {
    const network = fromEdges(edges);
    expect(() => ball(network, 6, 1)).toThrow("ball: agent must be a whole number from 0 to 5, got 6");
    expect(() => ball(network, 0, 1.5)).toThrow("ball: hops must be a whole number of at least 0, got 1.5");
    expect(() => ballNetwork(network, -1)).toThrow(
      "ballNetwork: hops must be a whole number of at least 0, got -1",
    );
    expect(() => ballNetwork(network, Number.NaN)).toThrow("got NaN");
  });
});

describe("outRows", () => {
  it("holds every edge the other way round, sorted", () => {
    fc.assert(
      fc.property(smallNetwork(), (network) => {
        const { offsets, targets } = outRows(network);
        for (let i = 0; i < network.n; i++) {
          const expected = Array.from({ length: network.n }, (_, j) => j).filter((j) =>
            row(network, j).includes(i),
          );
          expect(Array.from(targets.subarray(offsets[i], offsets[i + 1]))).toEqual(expected);
        }
      }),
    );
  });
});

describe("symmetrize", () => {
  it("joins two agents when either may influence the other, with the larger weight", () => {
    const arrows: Edge[] = [
      ["a", "b", 2],
      ["b", "a", 3],
      ["c", "b", 0.5],
      ["c", "d"],
    ];
    const expected = fromEdges([
      ["a", "b", 3],
      ["b", "c", 0.5],
      ["c", "d"],
    ]);
    expect(networkHash(symmetrize(fromEdges(arrows, { directed: true })))).toBe(networkHash(expected));
    expect(symmetrize(expected)).toBe(expected);
    expect(
      symmetrize(
        fromEdges(
          [
            ["a", "b"],
            ["b", "a"],
          ],
          { directed: true },
        ),
      ).weights,
    ).toBeUndefined();
  });

  it("agrees with reading the same arrows as undirected", () => {
    fc.assert(
      fc.property(smallNetwork({ directed: true }), (network) => {
        const edges = Array.from({ length: network.n }, (_, i) =>
          row(network, i).map((s): Edge => [network.ids[s]!, network.ids[i]!]),
        );
        expect(networkHash(symmetrize(network))).toBe(
          networkHash(fromEdges(edges.flat(), { agents: network.ids })),
        );
      }),
    );
  });
});

describe("components", () => {
  it("numbers the pieces in the order of their first agents, whichever way edges point", () => {
    const network = fromEdges(
      [
        ["3", "0"],
        ["1", "4"],
      ],
      { directed: true, agents: ["0", "1", "2", "3", "4"] },
    );
    const { count, component, sizes } = components(network);
    expect([count, Array.from(component), Array.from(sizes)]).toEqual([3, [0, 1, 2, 0, 1], [2, 2, 1]]);
  });

  it("puts two agents together exactly when a path joins them", () => {
    fc.assert(
      fc.property(smallNetwork(), (network) => {
        const far = distances(symmetrize(network));
        const { component, sizes, count } = components(network);
        expect(sizes.reduce((a, b) => a + b, 0)).toBe(network.n);
        expect(new Set(component).size).toBe(count);
        for (let i = 0; i < network.n; i++) {
          for (let j = 0; j < network.n; j++)
            expect(component[i] === component[j]).toBe(Number.isFinite(far[i]![j]!));
        }
      }),
    );
  });
});

describe("degreeSummary", () => {
  it("gives quartiles, mean and isolates", () => {
    const star = fromEdges(
      [
        ["hub", "a"],
        ["hub", "b"],
        ["hub", "c"],
      ],
      { agents: ["hub", "a", "b", "c", "alone"] },
    );
    expect(degreeSummary(star)).toEqual({
      min: 0,
      lowerQuartile: 1,
      median: 1,
      upperQuartile: 1,
      max: 3,
      mean: 1.2,
      isolates: 1,
    });
    const out = fromEdges(
      [
        ["hub", "a"],
        ["hub", "b"],
      ],
      { directed: true },
    );
    expect(degreeSummary(out)).toMatchObject({ min: 0, max: 1, mean: 2 / 3, isolates: 0 });
    expect(degreeSummary(karateClub({}).draw(rng(1)))).toMatchObject({
      min: 1,
      median: 3,
      max: 17,
      mean: 156 / 34,
      isolates: 0,
    });
    expect(degreeSummary(erdosRenyi({ n: 1, p: 0 }).draw(rng(1)))).toMatchObject({
      min: 0,
      max: 0,
      mean: 0,
      isolates: 1,
    });
  });
});
