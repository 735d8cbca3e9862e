import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shuffle } from "../../src/core/numbers/shuffle.ts";
import { rng } from "../../src/core/rng.ts";
import { epsilonNet } from "../../src/network/clusters/epsilonNet.ts";
import { leiden } from "../../src/network/clusters/leiden.ts";
import { louvain } from "../../src/network/clusters/louvain.ts";
import { cutShare, modularity, relabel } from "../../src/network/clusters/partition.ts";
import { threeNet } from "../../src/network/clusters/threeNet.ts";
import { components } from "../../src/network/components.ts";
import { type Edge, fromEdges } from "../../src/network/fromEdges.ts";
import { erdosRenyi } from "../../src/network/generators/erdosRenyi.ts";
import { karateClub } from "../../src/network/generators/karateClub.ts";
import { randomGeometric } from "../../src/network/generators/randomGeometric.ts";
import { smallWorld } from "../../src/network/generators/smallWorld.ts";
import { stochasticBlock } from "../../src/network/generators/stochasticBlock.ts";
import { degree, type Network } from "../../src/network/Network.ts";
import { symmetrize } from "../../src/network/symmetrize.ts";
import { distances, smallNetwork } from "./smallNetwork.ts";

/** A triangle with a tail of three: golden/a08-clustering.json. */
const tailed = fromEdges(
  [
    [0, 1],
    [0, 2],
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 5],
  ].map(([s, t]): Edge => [`${s}`, `${t}`]),
);

describe("relabel", () => {
  it("numbers clusters in the order of their first agents", () => {
    expect(Array.from(relabel([7, 7, 3, 9, 3]))).toEqual([0, 0, 1, 2, 1]);
    expect(Array.from(relabel([]))).toEqual([]);
  });
});

describe("modularity and cutShare", () => {
  it("are 23/72 and 1/6 for the worked example", () => {
    // Within: 3 + 2 of 6 edges; sums of degrees 7 and 5: Q = 5/6 − (49 + 25) / 144. One sum of six terms: within 1e-15.
    expect(Math.abs(modularity(tailed, [0, 0, 0, 1, 1, 1]) - 23 / 72)).toBeLessThan(1e-15);
    expect(modularity(tailed, [0, 0, 0, 1, 1, 1], 2)).toBeCloseTo(5 / 6 - (2 * 74) / 144, 15);
    expect(cutShare(tailed, [5, 5, 5, 1, 1, 1])).toBe(1 / 6);
    expect(modularity(tailed, [0, 0, 0, 0, 0, 0])).toBe(0);
  });

  it("agree with the definition by pairs, Σ (A − γ k k′ / 2m) over pairs of one cluster / 2m", () => {
    const network = fromEdges([
      ["a", "b", 2],
      ["b", "c", 0.5],
      ["c", "d", 3],
      ["d", "a"],
      ["a", "c", 4],
    ]);
    const labels = [0, 1, 0, 1];
    const a = [
      [0, 2, 4, 1],
      [2, 0, 0.5, 0],
      [4, 0.5, 0, 3],
      [1, 0, 3, 0],
    ];
    const k = a.map((row) => row.reduce((x, y) => x + y, 0));
    const m2 = k.reduce((x, y) => x + y, 0);
    let expected = 0;
    for (let i = 0; i < 4; i++)
      for (let j = 0; j < 4; j++)
        if (labels[i] === labels[j]) expected += (a[i]![j]! - (1.5 * k[i]! * k[j]!) / m2) / m2;
    // Some 30 operations on numbers below 1: an error of 30 · 2^-53 at most.
    expect(Math.abs(modularity(network, labels, 1.5) - expected)).toBeLessThan(30 * 2 ** -53);
  });

  it("refuse labels of the wrong length, and a Q of 0 / 0", () => {
    expect(() => cutShare(tailed, [0])).toThrow(
      "cutShare: labels must name a cluster for each of 6 agents, got 1",
    );
    const empty = fromEdges([], { agents: ["a", "b"] });
    expect(() => modularity(empty, [0, 1])).toThrow("modularity: the network must have edges, got none");
    expect(cutShare(empty, [0, 1])).toBe(0);
  });
});

describe("louvain", () => {
  const networks: [string, Network][] = [
    ["karate club", karateClub({}).draw(rng(1))],
    ["small world", smallWorld({ n: 300, k: 6, rewire: 0.1 }).draw(rng(2))],
    ["blocks", stochasticBlock({ sizes: [40, 60, 50], within: 0.3, between: 0.01 }).draw(rng(3))],
    ["geometric, with isolates", randomGeometric({ n: 200, radius: 0.06 }).draw(rng(4))],
    [
      "weights",
      fromEdges(
        Array.from(
          { length: 90 },
          (_, k): Edge => [
            `${(k * 7) % 31}`,
            `${(k * 11 + 3) % 29}`,
            1 + ((((k * 7) % 31) * ((k * 11 + 3) % 29)) % 5),
          ],
        ),
      ),
    ],
  ];

  // Mean modularity over ten seeds that graphology-communities-louvain 2.0.2 reached on these networks, by resolution. A
  // search by chance may fall short of another by a little: 0.5 % for Louvain; Leiden gets at least as far, up to 0.1 %.
  const reached: Readonly<Record<string, readonly (readonly [resolution: number, modularity: number])[]>> = {
    "karate club": [
      [0.5, 0.62178],
      [1, 0.41794],
      [2, 0.16404],
    ],
    "small world": [
      [0.5, 0.79713],
      [1, 0.74045],
      [2, 0.67679],
    ],
    blocks: [
      [0.5, 0.75411],
      [1, 0.57309],
      [2, 0.27126],
    ],
    "geometric, with isolates": [
      [0.5, 0.96631],
      [1, 0.93853],
      [2, 0.88881],
    ],
    weights: [
      [0.5, 0.50605],
      [1, 0.33037],
      [2, 0.18477],
    ],
  };
  it.each(networks)(
    "reaches the modularity of another program, and Leiden does too (%s)",
    (name, network) => {
      for (const [resolution, theirs] of reached[name]!) {
        const mean = (find: typeof louvain): number =>
          Array.from({ length: 10 }, (_, seed) =>
            modularity(network, find(network, { resolution, rng: rng(seed + 1) }), resolution),
          ).reduce((a, b) => a + b) / 10;
        expect(mean(louvain)).toBeGreaterThan(0.995 * theirs);
        expect(mean(leiden)).toBeGreaterThan(0.999 * theirs);
      }
    },
  );

  it("finds clusters that are connected, the same for the same seed, and leaves isolates alone", () => {
    for (const [, network] of networks) {
      const labels = louvain(network, { rng: rng(9) });
      expect(labels).toEqual(louvain(network, { rng: rng(9) }));
      expect(labels).toEqual(relabel(labels));
      const pieces = components(network, (i, j) => labels[i] === labels[j]);
      expect(pieces.count).toBe(new Set(labels).size);
      labels.forEach((label, i) => {
        if (degree(network, i) === 0) expect(labels.filter((other) => other === label)).toHaveLength(1);
      });
    }
  });

  it("reaches the modularity of the karate club's best divisions", () => {
    // The optimum is 0.4198 (Brandes et al. 2008, "On modularity clustering", table 1); Louvain comes within 0.01 or so.
    const club = karateClub({}).draw(rng(1));
    const best = Math.max(
      ...[1, 2, 3, 4, 5].map((seed) => modularity(club, louvain(club, { rng: rng(seed) }))),
    );
    expect(best).toBeGreaterThan(0.41);
    expect(best).toBeLessThanOrEqual(0.4198);
  });

  it("finds two cliques joined by one edge, in directed networks too", () => {
    const edges: Edge[] = [];
    for (const group of ["a", "b"])
      for (let i = 0; i < 5; i++) for (let j = 0; j < i; j++) edges.push([`${group}${i}`, `${group}${j}`]);
    edges.push(["a0", "b0"]);
    for (const directed of [false, true]) {
      expect(Array.from(louvain(fromEdges(edges, { directed }), { rng: rng(1) }))).toEqual([
        0, 0, 0, 0, 0, 1, 1, 1, 1, 1,
      ]);
    }
  });

  it("takes networks without edges and ids that are members of objects", () => {
    expect(Array.from(louvain(erdosRenyi({ n: 3, p: 0 }).draw(rng(1)), { rng: rng(1) }))).toEqual([0, 1, 2]);
    const odd = fromEdges([
      ["__proto__", "constructor"],
      ["x", "y"],
    ]);
    expect(Array.from(louvain(odd, { rng: rng(1) }))).toEqual([0, 0, 1, 1]);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses the resolution %d", (resolution) => {
    expect(() => louvain(tailed, { resolution, rng: rng(1) })).toThrow(
      `louvain: resolution must be a finite number above 0, got ${resolution}`,
    );
  });
});

describe("epsilonNet and threeNet", () => {
  it("follow the definition, with distances by brute force", () => {
    fc.assert(
      fc.property(smallNetwork(), fc.nat(), fc.integer({ min: 1, max: 4 }), (network, seed, hops) => {
        const far = distances(symmetrize(network));
        const order = shuffle(
          rng(seed),
          Array.from({ length: network.n }, (_, i) => i),
        );
        const seeds: number[] = [];
        for (const agent of order) if (seeds.every((other) => far[agent]![other]! > hops)) seeds.push(agent);
        const nearest = far.map((row) => {
          const least = Math.min(...seeds.map((s) => row[s]!));
          expect(least).toBeLessThanOrEqual(hops);
          return seeds.find((s) => row[s] === least)!;
        });
        const found = epsilonNet(network, { hops, rng: rng(seed) });
        expect(found).toEqual(relabel(nearest));
        expect(components(network, (i, j) => found[i] === found[j]).count).toBe(new Set(found).size);
        if (hops === 2) expect(threeNet(network, rng(seed))).toEqual(found);
      }),
      { numRuns: 400 },
    );
  });

  it("makes fewer and larger clusters with more hops", () => {
    const network = smallWorld({ n: 500, k: 4, rewire: 0.02 }).draw(rng(1));
    const counts = [1, 2, 3, 6].map((hops) => new Set(epsilonNet(network, { hops, rng: rng(1) })).size);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(new Set(counts).size).toBe(4);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses %d hops", (hops) => {
    expect(() => epsilonNet(tailed, { hops, rng: rng(1) })).toThrow(
      `epsilonNet: hops must be a whole number of at least 1, got ${hops}`,
    );
  });

  it("leaves agents without edges alone", () => {
    expect(Array.from(threeNet(erdosRenyi({ n: 3, p: 0 }).draw(rng(1)), rng(1)))).toEqual([0, 1, 2]);
  });

  it("has no seed within two steps of another on a larger network: every cluster lies within two steps of its seed", () => {
    const network = smallWorld({ n: 500, k: 6, rewire: 0.05 }).draw(rng(1));
    const labels = threeNet(network, rng(2));
    expect(labels).toEqual(threeNet(network, rng(2)));
    const count = new Set(labels).size;
    // A seed's closed neighbourhood of at least four agents is its own, so there are at most 125 clusters.
    expect(count).toBeLessThanOrEqual(125);
    expect(components(network, (i, j) => labels[i] === labels[j]).count).toBe(count);
  });
});
