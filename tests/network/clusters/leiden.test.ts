import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { leiden } from "../../../src/network/clusters/leiden.ts";
import { louvain } from "../../../src/network/clusters/louvain.ts";
import { modularity } from "../../../src/network/clusters/partition.ts";
import { components } from "../../../src/network/components.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { karateClub } from "../../../src/network/generators/karateClub.ts";
import { stochasticBlock } from "../../../src/network/generators/stochasticBlock.ts";
import type { Network } from "../../../src/network/Network.ts";

/** Cliques of five in a ring, neighbouring ones joined by one edge. */
function ringOfCliques(cliques: number, weight = 1): Network {
  const edges: [string, string, number][] = [];
  for (let c = 0; c < cliques; c++) {
    for (let a = 0; a < 5; a++)
      for (let b = a + 1; b < 5; b++) edges.push([`${5 * c + a}`, `${5 * c + b}`, weight]);
    edges.push([`${5 * c}`, `${(5 * c + 6) % (5 * cliques)}`, 1]);
  }
  return fromEdges(edges);
}

/** The best modularity over every division of the agents: the slow truth. */
function bestModularity(network: Network, resolution: number): number {
  let best = Number.NEGATIVE_INFINITY;
  const labels = new Uint32Array(network.n);
  const place = (i: number, used: number): void => {
    if (i === network.n) {
      best = Math.max(best, modularity(network, labels, resolution));
      return;
    }
    for (let c = 0; c <= used; c++) {
      labels[i] = c;
      place(i + 1, Math.max(used, c + 1));
    }
  };
  place(0, 0);
  return best;
}

const randomNetworks = fc.integer({ min: 2, max: 7 }).chain((n) =>
  fc
    .record({
      directed: fc.boolean(),
      edges: fc.uniqueArray(fc.tuple(fc.nat(n - 1), fc.nat(n - 1)), {
        minLength: 1,
        maxLength: 14,
        selector: ([a, b]) => Math.min(a, b) * n + Math.max(a, b),
      }),
      weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 14, maxLength: 14 }),
      resolution: fc.constantFrom(0.3, 1, 2.5),
    })
    .map(({ directed, edges, weights, resolution }) => ({
      resolution,
      network: fromEdges(
        edges.filter(([a, b]) => a !== b).map(([a, b], k) => [`${a}`, `${b}`, weights[k]!] as const),
        { directed, agents: Array.from({ length: n }, (_, i) => String(i)) },
      ),
    })),
);

for (const [name, find] of [
  ["leiden", leiden],
  ["louvain", louvain],
] as const) {
  describe(name, () => {
    it("finds the cliques of a ring of cliques", () => {
      const found = find(ringOfCliques(12), { rng: rng(1) });
      for (let i = 0; i < 60; i++) expect(found[i]).toBe(found[5 * Math.floor(i / 5)]);
      expect(new Set(found).size).toBe(12);
    });

    it("finds planted blocks", () => {
      const network = stochasticBlock({ sizes: [60, 60, 60], within: 0.3, between: 0.01 }).draw(rng(2));
      const found = find(network, { rng: rng(1) });
      for (let i = 0; i < 180; i++) expect(found[i]).toBe(found[60 * Math.floor(i / 60)]);
    });

    it("comes within 10 % of the best of all divisions, with connected clusters, on small networks of every kind", () => {
      fc.assert(
        fc.property(randomNetworks, ({ network, resolution }) => {
          if (network.edges === 0) return;
          const found = find(network, { rng: rng(3), resolution });
          const best = bestModularity(network, resolution);
          expect(modularity(network, found, resolution)).toBeGreaterThanOrEqual(
            best - 0.1 * Math.abs(best) - 1e-12,
          );
          const apart = components(network, (i, j) => found[i] === found[j]);
          expect(new Set(apart.component).size).toBe(new Set(found).size);
        }),
        { numRuns: 150, seed: 4 },
      );
    });

    it("gives the same clusters for the same seed, numbered by their first agents", () => {
      const network = karateClub().draw(rng(0));
      const found = find(network, { rng: rng(9) });
      expect(find(network, { rng: rng(9) })).toEqual(found);
      const firsts = [...new Set(found)];
      expect(firsts).toEqual(firsts.map((_, k) => k));
    });

    it("agents without edges are alone", () => {
      const network = fromEdges([["a", "b"]], { agents: ["a", "b", "c", "d"] });
      expect([...find(network, { rng: rng(1) })]).toEqual([0, 0, 1, 2]);
      expect([...find(fromEdges([], { agents: ["a", "b"] }), { rng: rng(1) })]).toEqual([0, 1]);
    });

    it("weights count: heavy bridges join what light cliques would keep apart", () => {
      const light = find(ringOfCliques(6, 0.01), { rng: rng(1) });
      const heavy = find(ringOfCliques(6, 1), { rng: rng(1) });
      expect(new Set(heavy).size).toBe(6);
      expect(light).not.toEqual(heavy);
    });

    it("a higher resolution gives more clusters", () => {
      const network = karateClub().draw(rng(0));
      const count = (resolution: number): number => new Set(find(network, { rng: rng(1), resolution })).size;
      expect(count(0.2)).toBeLessThan(count(1));
      expect(count(1)).toBeLessThan(count(4));
    });

    it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses resolution %d", (resolution) => {
      expect(() => find(karateClub().draw(rng(0)), { rng: rng(1), resolution })).toThrow(
        `${name}: resolution must be a finite number above 0, got ${resolution}`,
      );
    });
  });
}

it("leiden finds the best known division of the karate club, Q = 0.4198 (Brandes and others 2008)", () => {
  const network = karateClub().draw(rng(0));
  const qualities = Array.from({ length: 10 }, (_, seed) =>
    modularity(network, leiden(network, { rng: rng(seed) })),
  );
  expect(Math.max(...qualities)).toBeCloseTo(0.4198, 4);
  expect(Math.min(...qualities)).toBeGreaterThan(0.41);
});

it("leiden refuses a number of iterations that is none", () => {
  expect(() => leiden(karateClub().draw(rng(0)), { rng: rng(1), iterations: 0 })).toThrow(
    "leiden: iterations must be a whole number of at least 1, got 0",
  );
});

it("leiden and louvain do not depend on the unit of weights", () => {
  const weighted = (unit: number): Network =>
    fromEdges(
      Array.from(
        { length: 60 },
        (_, k) => [`${(k * 7) % 23}`, `${(k * 11 + 3) % 19}`, unit * (1 + (k % 5))] as const,
      )
        .filter(([a, b]) => a !== b)
        .filter(
          ([a, b], k, all) => all.findIndex(([c, d]) => (a === c && b === d) || (a === d && b === c)) === k,
        ),
    );
  for (const find of [leiden, louvain])
    for (let seed = 0; seed < 5; seed++)
      // Powers of two change no digit of a weight.
      expect(find(weighted(2 ** -20), { rng: rng(seed) })).toEqual(find(weighted(1), { rng: rng(seed) }));
});
