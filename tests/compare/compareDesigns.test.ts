import { describe, expect, it } from "vitest";
import { bernoulli, cluster, complete, fixed, randomizedGraphCluster } from "../../designs/index.ts";
import { type ComparedDesign, compareDesigns } from "../../src/compare/compareDesigns.ts";
import { designAdvice } from "../../src/compare/designAdvice.ts";
import { edgesCut } from "../../src/compare/edgesCut.ts";
import { usualDesigns } from "../../src/compare/usualDesigns.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { tiny, tinyNetworks } from "../support/tinyWorlds.ts";

type Possible = Extract<ComparedDesign, { structure: string }>;

const path = tiny(3, [
  [0, 1],
  [1, 2],
]);
const direct = { name: "direct", first: "direct", second: "none" };
const request = { exposure: anyTreatedNeighbor(), contrasts: [direct] };

describe("coins on a path of three agents, by hand", () => {
  const [found] = compareDesigns(path, [{ label: "coins", design: bernoulli() }], {
    ...request,
    similarity: 0,
  }).designs as [Possible];
  const [own, whole] = found.contrasts;

  it("counts agents and weights: probabilities are 1/4, 1/8, 1/4", () => {
    expect(own).toMatchObject({ contrast: "direct", population: 3, rarest: 0.125 });
    expect(own!.expected).toEqual([0.625, 0.625]);
    // (4 + 8 + 4)²/(16 + 64 + 16)
    expect(own!.effective[0]).toBeCloseTo(256 / 96, 12);
    expect(whole).toMatchObject({ contrast: "global", population: 3, rarest: 0.125 });
    expect(found.cut).toBe(1);
  });

  it("knows how often there is no estimate, and the standard error when there is one", () => {
    // Only 100 and 001 give an estimate: one end is in direct, the other in none.
    expect(own!.empty).toBeCloseTo(6 / 8, 12);
    expect(own!.se).toBeCloseTo(Math.sqrt(2), 12);
    expect(own!.detectable! / own!.se!).toBeCloseTo(2.801585, 6);
    // On three agents in a row there is never one in all beside one in none.
    expect(whole!.empty).toBe(1);
    expect(whole!.se).toBeUndefined();
  });
});

describe("edges cut", () => {
  const network = tinyNetworks["triangle with a tail"]!;
  const cutOf = (design: ReturnType<typeof bernoulli>): number | undefined =>
    edgesCut(network, design.law(network).structure);

  it("is the share of edges between blocks", () => {
    expect(cutOf(bernoulli())).toBe(1);
    expect(cutOf(complete({ treated: 2 }))).toBe(1);
    // Of the edges 0-1, 0-2, 1-2, 2-3, 3-4, 4-5 only 2-3 is between the halves.
    expect(cutOf(cluster({ clusters: [0, 0, 0, 1, 1, 1] }))).toBeCloseTo(1 / 6, 12);
    expect(cutOf(fixed({ assignments: [[0, 0, 0, 1, 1, 1]] }))).toBeUndefined();
    expect(edgesCut(tiny(2, []), bernoulli().law(tiny(2, [])).structure)).toBeUndefined();
  });

  it("is averaged over clusterings: by all of them on six agents", () => {
    const { structure } = randomizedGraphCluster().law(network);
    if (structure.kind !== "mixture") throw new Error("listed on six agents");
    const slow = structure.parts.reduce(
      (total, part) => total + part.weight * edgesCut(network, part.structure)!,
      0,
    );
    expect(cutOf(randomizedGraphCluster())).toBeCloseTo(slow, 12);
    expect(slow).toBeGreaterThan(0);
    expect(slow).toBeLessThan(1);
  });
});

describe("a comparison", () => {
  const ring = tiny(
    30,
    Array.from({ length: 30 }, (_, i) => [i, (i + 1) % 30] as const),
  );

  it("takes the expected counts of the probabilities for every usual design that is possible", () => {
    const found = compareDesigns(ring, usualDesigns(30), { ...request, draws: 20 });
    expect(found.designs.length).toBe(usualDesigns(30).length);
    for (const [k, one] of found.designs.entries()) {
      if ("cannot" in one) throw new Error(`${one.label}: ${one.cannot}`);
      const chances = exposureProbabilities(ring, usualDesigns(30)[k]!.design, anyTreatedNeighbor(), {
        draws: "auto",
        seed: 1,
      });
      const row = one.contrasts.find(({ contrast }) => contrast === "direct")!;
      const both = [...ring.ids.keys()].filter(
        (i) => chances.of(i, "direct") > 0 && chances.of(i, "none") > 0,
      );
      const expected = (condition: string): number =>
        both.reduce((sum, i) => sum + chances.of(i, condition), 0);
      expect(row.population).toBeLessThanOrEqual(both.length);
      if (row.population !== both.length) continue;
      expect(row.expected[0]).toBeCloseTo(expected("direct"), 10);
      expect(row.expected[1]).toBeCloseTo(expected("none"), 10);
    }
  });

  it("says why a design is not possible and goes on", () => {
    const found = compareDesigns(
      path,
      [
        { label: "too many", design: complete({ treated: 3 }) },
        { label: "coins", design: bernoulli() },
      ],
      request,
    );
    expect(found.designs[0]).toMatchObject({
      cannot: "complete: treated must be an integer from 1 to 2, got 3",
    });
    expect(found.designs[1]).toHaveProperty("contrasts");
  });

  it("is the same for the same seed", () => {
    const candidates = [{ label: "coins", design: bernoulli() }];
    const once = compareDesigns(ring, candidates, { ...request, draws: 50, seed: "x" });
    expect(compareDesigns(ring, candidates, { ...request, draws: 50, seed: "x" })).toEqual(once);
    expect(compareDesigns(ring, candidates, { ...request, draws: 50, seed: "y" })).not.toEqual(once);
  });

  it.each([
    ["no design", [], {}, "compare: wanted at least one design, got none"],
    ["one label twice", ["a", "a"], {}, 'compare: wanted a label of its own for each design, got "a" twice'],
    [
      "a contrast named global",
      ["a"],
      { contrasts: [{ ...direct, name: "global" }] },
      'compare: "global" is the name of the effect of treating everybody: give the contrast another one',
    ],
    ["a similarity of 2", ["a"], { similarity: 2 }, "compare: similarity must be a share from 0 to 1, got 2"],
  ])("is refused with %s", (_, labels, extra, message) => {
    const candidates = (labels as string[]).map((label) => ({ label, design: bernoulli() }));
    expect(() => compareDesigns(path, candidates, { ...request, ...extra })).toThrow(message);
  });
});

describe("advice", () => {
  const row = { expected: [50, 50], effective: [50, 50], rarest: 0.1, mcse: 0.001, detectable: 1 } as const;
  const design = (label: string, more: object): Possible => ({
    label,
    name: label,
    params: {},
    structure: "",
    method: "exact",
    contrasts: [{ ...row, contrast: "direct", population: 100, empty: 0, se: 0.3, ...more }],
  });
  const advise = (...designs: readonly ComparedDesign[]): ReturnType<typeof designAdvice>[0] =>
    designAdvice({
      network: { n: 100, edges: 200 },
      exposure: "any-treated",
      contrasts: [direct],
      similarity: 0.5,
      designs,
    })[0]!;

  it("takes the smallest standard error among those about as many agents", () => {
    const found = advise(
      design("a", {}),
      design("b", { se: 0.2 }),
      design("few", { se: 0.1, population: 20 }),
      design("rare", { se: 0.15, empty: 0.4 }),
    );
    expect(found.design).toBe("b");
    expect(found.because).toContain("over 100 agents");
    expect(found.because).toContain("the next, a, has 0.300 ± 0.001");
    expect(found.because).toContain("few (0.100 ± 0.001) would be about fewer agents (20)");
  });

  it("calls designs within simulation error equally good", () => {
    const { because } = advise(design("a", { mcse: 0.02 }), design("b", { se: 0.29 }));
    expect(because).toContain("within simulation error a is as good");
  });

  it("warns of few effective observations, and says when nothing will do", () => {
    expect(advise(design("a", { effective: [12, 40] })).because).toContain(
      "effective sample size of its smaller condition is only 12.0",
    );
    const none = advise(design("a", { empty: 0.2 }), { label: "b", name: "b", params: {}, cannot: "no" });
    expect(none.design).toBeUndefined();
    expect(none.because).toContain("the nearest to it, a, leaves a condition empty in 20 % of them");
  });
});
