import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Law } from "../../designs/Design.ts";
import { bernoulli, cluster, complete } from "../../designs/index.ts";
import { lawOf } from "../../designs/law/lawOf.ts";
import { type TreatedShare, treatedShare } from "../../src/exposure/treatedShare.ts";
import { type Edge, fromEdges } from "../../src/network/fromEdges.ts";
import type { Network } from "../../src/network/Network.ts";
import { shareMoments } from "../../src/probability/shareMoments.ts";
import { tiny, tinyDesigns, tinyNetworks } from "../support/tinyWorlds.ts";

/** Against the list of all assignments, to 1e-12; variance 0 exactly where no assignment moves the share. */
function expectMoments(network: Network, law: Law, share: TreatedShare): void {
  const { mean, variance, defined } = shareMoments(network, law, share);
  const cases = [...law.support!()]
    .filter(([, p]) => p > 0)
    .map(([arms, p]) => ({ p, x: share.forArms(law.arms).of(network, arms) }));
  expect(defined).toEqual(share.defined(network));
  for (let i = 0; i < network.n; i++) {
    const m = cases.reduce((all, { p, x }) => all + p * x[i]!, 0);
    const v = cases.reduce((all, { p, x }) => all + p * (x[i]! - m) ** 2, 0);
    expect(Math.abs(mean[i]! - m)).toBeLessThan(1e-12);
    expect(Math.abs(variance[i]! - v)).toBeLessThan(1e-12);
    if (cases.every(({ x }) => x[i] === cases[0]!.x[i])) expect(variance[i]).toBe(0);
    else expect(variance[i]).toBeGreaterThan(0);
  }
}

describe("every design on the tiny networks", () => {
  for (const [networkName, network] of Object.entries(tinyNetworks)) {
    for (const [designName, design] of Object.entries(tinyDesigns(network.n)))
      it(`${designName} on ${networkName}`, () =>
        expectMoments(network, design.law(network), treatedShare()));
  }
});

it("random weighted networks, directed and undirected, three arms in strata", () => {
  const world = fc.record({
    directed: fc.boolean(),
    edges: fc.uniqueArray(
      fc.tuple(fc.nat(5), fc.nat(5)).filter(([a, b]) => a < b),
      { minLength: 1, maxLength: 9, selector: ([a, b]) => a * 6 + b },
    ),
    block: fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }),
    focal: fc.nat(2),
    coins: fc.boolean(),
  });
  fc.assert(
    fc.property(world, ({ directed, edges, block: list, focal, coins }) => {
      const network = fromEdges(
        edges.map(([a, b], k): Edge => [String(a), String(b), 1 + k / 7]),
        { directed, agents: ["0", "1", "2", "3", "4", "5"] },
      );
      const block = Uint32Array.from(list);
      const law = lawOf(
        ["a", "b", "c"],
        6,
        coins
          ? {
              kind: "independent-blocks",
              block,
              blocks: 4,
              probability: Float64Array.of(0.2, 0.3, 0.5, 0.6, 0.1, 0.3, 0, 0, 1, 0.25, 0.25, 0.5),
            }
          : {
              kind: "fixed-counts",
              block,
              blocks: 4,
              stratum: Uint32Array.of(0, 0, 0, 1),
              strata: 2,
              counts: Uint32Array.of(1, 1, 1, 0, 1, 0),
            },
      );
      const { mean, variance } = shareMoments(network, law, treatedShare({ focal, weighted: true }));
      const share = treatedShare({ focal, weighted: true });
      const cases = [...law.support!()].map(([arms, p]) => ({ p, x: share.of(network, arms) }));
      for (let i = 0; i < 6; i++) {
        const m = cases.reduce((all, { p, x }) => all + p * x[i]!, 0);
        const v = cases.reduce((all, { p, x }) => all + p * (x[i]! - m) ** 2, 0);
        expect(Math.abs(mean[i]! - m)).toBeLessThan(1e-12);
        expect(Math.abs(variance[i]! - v)).toBeLessThan(1e-12);
      }
    }),
    { numRuns: 60, seed: 1 },
  );
});

describe("by the formulas, with numbers of their own", () => {
  const star = tinyNetworks.star!;
  it("coins: p (1 − p) Σ W²", () => {
    const { mean, variance } = shareMoments(star, bernoulli({ probability: 0.3 }).law(star), treatedShare());
    expect(mean[0]).toBeCloseTo(0.3, 14);
    expect(variance[0]).toBeCloseTo((0.3 * 0.7) / 5, 14);
    expect(variance[1]).toBeCloseTo(0.3 * 0.7, 14);
  });
  it("clusters: weights within a cluster come first", () => {
    const law = cluster({ clusters: [1, 2, 2, 2, 2, 3], probability: 0.5 }).law(star);
    const { variance } = shareMoments(star, law, treatedShare());
    expect(variance[0]).toBeCloseTo((0.25 * (16 + 1)) / 25, 14);
  });
  it("counts: the hypergeometric variance, 5 of 6 agents looked at and 2 treated", () => {
    const { mean, variance } = shareMoments(star, complete({ treated: 2 }).law(star), treatedShare());
    expect(mean[0]).toBeCloseTo(1 / 3, 14);
    expect(variance[0]).toBeCloseTo(((2 / 6) * (4 / 6) * (6 - 5)) / (6 - 1) / 5, 14);
  });
  it("no choice moves the share of who hears all clusters alike", () => {
    const network = tiny(5, [
      [0, 1],
      [0, 2],
      [0, 3],
      [0, 4],
    ]);
    const law = cluster({ clusters: ["a", "a", "b", "c", "a"], treated: 1 }).law(network);
    // Thrice 0.1, of which the sum is not thrice as much.
    const weights = Float64Array.from(network.sources, (j) => (j === 1 || j === 4 ? 0.05 : 0.1));
    const equal = { ...network, weights };
    const { mean, variance } = shareMoments(equal, law, treatedShare({ weighted: true }));
    expect(mean[0]).toBeCloseTo(1 / 3, 14);
    expect(variance[0]).toBe(0);
  });
});

it("mixtures by the law of total variance", () => {
  const network = tinyNetworks["triangle with a tail"]!;
  const unit = Uint32Array.of(0, 1, 2, 3, 4, 5);
  const counts = (treated: number) =>
    ({
      kind: "fixed-counts",
      block: unit,
      blocks: 6,
      stratum: new Uint32Array(6),
      strata: 1,
      counts: Uint32Array.of(6 - treated, treated),
    }) as const;
  const law = lawOf(["off", "on"], 6, {
    kind: "mixture",
    parts: [
      { weight: 0.25, structure: counts(1) },
      { weight: 0.75, structure: counts(5) },
      { weight: 0, structure: counts(3) },
    ],
  });
  expectMoments(network, law, treatedShare());
  const certain = lawOf(["off", "on"], 6, {
    kind: "mixture",
    parts: [
      { weight: 0.3, structure: counts(6) },
      { weight: 0.7, structure: counts(6) },
    ],
  });
  expectMoments(network, certain, treatedShare());
});

it("has no moments for a design known by its sampler only", () => {
  const network = tiny(2, [[0, 1]]);
  const { support: _, ...rest } = bernoulli().law(network);
  const law: Law = { ...rest, structure: { kind: "sampler-only" } };
  expect(() => shareMoments(network, law, treatedShare())).toThrow(
    "share moments: the design is known by its sampler only, so its shares have no exact mean and variance: take them over many assignments from law.draw, or use a design that declares its structure",
  );
});

it("asks for the arm when there are three", () => {
  const network = tiny(2, [[0, 1]]);
  const law = lawOf(["a", "b", "c"], 2, {
    kind: "independent-blocks",
    block: Uint32Array.of(0, 1),
    blocks: 2,
    probability: Float64Array.of(0.2, 0.3, 0.5, 0.2, 0.3, 0.5),
  });
  expect(() => shareMoments(network, law, treatedShare())).toThrow(
    "treated-share: the design has 3 arms (a, b, c)",
  );
  expect(shareMoments(network, law, treatedShare({ focal: "c" })).mean[0]).toBe(0.5);
});
