import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { independentSetDesign } from "../../designs/index.ts";
import { rng } from "../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { independentSet } from "../../src/network/clusters/independentSet.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";

const golden = readGolden<{
  readonly input: { readonly n: number; readonly edges: readonly (readonly [number, number])[] };
  readonly expected: { readonly independentSetMinDegree: readonly number[] };
}>("a08-clustering");
const network = tiny(golden.input.n, golden.input.edges);

describe("the set", () => {
  it("is that of the worked example a08", () => {
    expect(Array.from(independentSet(network))).toEqual(golden.expected.independentSetMinDegree);
  });

  it("holds everybody where there are no edges, and the leaves of a star", () => {
    expect(Array.from(independentSet(tiny(4, [])))).toEqual([0, 1, 2, 3]);
    expect(
      Array.from(
        independentSet(
          tiny(4, [
            [0, 1],
            [0, 2],
            [0, 3],
          ]),
        ),
      ),
    ).toEqual([1, 2, 3]);
  });

  it("is the one that a slow search by its definition finds, independent and maximal", () => {
    const pair = fc.tuple(fc.nat(11), fc.nat(11)).filter(([a, b]) => a < b);
    fc.assert(
      fc.property(fc.uniqueArray(pair, { selector: String, maxLength: 40 }), (edges) => {
        const left = new Set(Array.from({ length: 12 }, (_, i) => i));
        const friends = (i: number) => edges.flatMap(([a, b]) => (a === i ? [b] : b === i ? [a] : []));
        const slow: number[] = [];
        while (left.size > 0) {
          const count = (i: number) => friends(i).filter((j) => left.has(j)).length;
          const least = Math.min(...[...left].map(count));
          const next = [...left].find((i) => count(i) === least)!;
          slow.push(next);
          for (const j of [next, ...friends(next)]) left.delete(j);
        }
        const found = Array.from(independentSet(tiny(12, edges)));
        expect(found).toEqual(slow.sort((a, b) => a - b));
        expect(edges.some(([a, b]) => found.includes(a) && found.includes(b))).toBe(false);
        expect(found.length).toBeGreaterThanOrEqual(12 / ((2 * edges.length) / 12 + 1) - 1e-9);
      }),
    );
  });
});

describe("direct", () => {
  const design = independentSetDesign({ treated: 1 });

  it("treats a fixed number of the set and nobody else", () => {
    const support = [...design.law(network).support!()].map(([z, p]) => [Array.from(z), p]);
    expect(support).toHaveLength(3);
    for (const i of [0, 3, 5]) {
      const z = [0, 0, 0, 0, 0, 0];
      z[i] = 1;
      expect(support).toContainEqual([z, 1 / 3]);
    }
  });

  it("lets members meet no treated neighbour, so that contrasts of own treatment are about the set", () => {
    const pi = exposureProbabilities(network, design, anyTreatedNeighbor());
    expect(pi.method).toBe("exact");
    const inside = [0, 1, 2, 3, 4, 5].filter((i) => pi.of(i, "direct") > 0 && pi.of(i, "none") > 0);
    expect(inside).toEqual([0, 3, 5]);
    for (const i of inside) expect([pi.of(i, "direct"), pi.of(i, "none")]).toEqual([1 / 3, 2 / 3]);
  });
});

describe("spillover", () => {
  it("treats auxiliaries by the majority of the members that hear from them", () => {
    // Of the set {0, 3, 5}, agent 1 serves {0}, agent 2 {0, 3}, agent 4 {3, 5}; one of the three is the target.
    const law = independentSetDesign({ effect: "spillover", treated: 1 }).law(network);
    const wanted = new Map([
      // Target 0: 1 is treated, 2 is tied.
      ["010000", 1 / 6],
      ["011000", 1 / 6],
      // Target 3: 2 and 4 are tied. Target 5: 4 is.
      ["000000", 1 / 12 + 1 / 6],
      ["000010", 1 / 12 + 1 / 6],
      ["001000", 1 / 12],
      ["001010", 1 / 12],
    ]);
    const support = [...law.support!()];
    expect(support).toHaveLength(wanted.size);
    for (const [z, p] of support) expect(Math.abs(p - wanted.get(z.join(""))!)).toBeLessThan(1e-15);
  });

  it("gives members both conditions of the contrast of all neighbours treated against none", () => {
    const pi = exposureProbabilities(
      network,
      independentSetDesign({ effect: "spillover", treated: 1 }),
      anyTreatedNeighbor(),
    );
    expect(pi.method).toBe("exact");
    for (const i of [0, 3, 5]) {
      expect(pi.of(i, "indirect")).toBeGreaterThan(0);
      expect(pi.of(i, "none")).toBeGreaterThan(0);
      expect(pi.of(i, "direct") + pi.of(i, "both")).toBe(0);
    }
  });

  it("hears along the arrows of a directed network only", () => {
    // 1 may influence 0; 2 may influence nobody.
    const arrows = tiny(
      4,
      [
        [1, 0],
        [0, 2],
        [3, 2],
      ],
      true,
    );
    expect(Array.from(independentSet(arrows))).toEqual([1, 2]);
    const law = independentSetDesign({ effect: "spillover" }).law(arrows);
    const listed = [...law.support!()].map(([z, p]) => [Array.from(z), p]);
    expect(listed).toEqual([
      [[1, 0, 0, 1], 0.5],
      [[0, 0, 0, 0], 0.5],
    ]);
  });

  it("on larger networks is a sampler with exact marginals", () => {
    // A cycle with chords: auxiliaries serve up to four members.
    const n = 60;
    const edges = Array.from({ length: n }, (_, i): [number, number] => [i, (i + 1) % n]);
    for (let i = 0; i < n; i += 3) edges.push([i, (i + 7) % n]);
    const ring = tiny(n, edges);
    const law = independentSetDesign({ effect: "spillover", treated: 8 }).law(ring);
    expect(law.structure.kind).toBe("sampler-only");
    const draws = 4000;
    const seen = new Float64Array(n);
    for (let r = 0; r < draws; r++)
      law.draw(rng("ring").fork(r)).forEach((arm, i) => {
        seen[i]! += arm / draws;
      });
    for (let i = 0; i < n; i++) {
      const p = law.marginal(i, 1)!;
      expect(p + law.marginal(i, 0)!).toBe(1);
      // Six standard errors: passed by chance by one of 60 agents in about 10⁻⁷ of all seeds.
      expect(Math.abs(seen[i]! - p)).toBeLessThanOrEqual(6 * Math.sqrt((p * (1 - p)) / draws));
    }
  });
});

describe("a request that cannot be honoured is refused with a way out", () => {
  it.each([
    [
      "everybody a neighbour of everybody",
      () =>
        independentSetDesign().law(
          tiny(3, [
            [0, 1],
            [0, 2],
            [1, 2],
          ]),
        ),
      "independent-set: the set must have at least 2 agents, got 1: everybody is a neighbour of everybody; use another design",
    ],
    [
      "the whole set treated",
      () => independentSetDesign({ treated: 3 }).law(network),
      "independent-set: treated must be an integer from 1 to 2 (the set has 3 agents), got 3",
    ],
    [
      "an unknown effect",
      () => independentSetDesign.from({ effect: "total" }),
      'independent-set: effect must be direct or spillover, got "total"',
    ],
  ] as const)("%s", (_, request, message) => {
    expect(request).toThrowError(message);
  });
});
