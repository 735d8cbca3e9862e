import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acceptanceOf, complete, draw, quasiColouring } from "../../designs/index.ts";
import { climbedColouring } from "../../designs/methods/climbedColouring.ts";
import { colourImbalance } from "../../designs/methods/colourImbalance.ts";
import { sum } from "../../src/core/numbers/sum.ts";
import { rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { ringLattice } from "../../src/network/generators/ringLattice.ts";
import { smallWorld } from "../../src/network/generators/smallWorld.ts";
import type { Network } from "../../src/network/Network.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";

const cycle = (n: number): Network => ringLattice({ n, k: 2 }).draw(rng(1));

/** The imbalance from its definition, with a count for every pair of numbers. */
function plainImbalance({ n, offsets, sources }: Network, z: ArrayLike<number>): number {
  const count = new Map<string, number>();
  for (let i = 0; i < n; i++) {
    const around = [...sources.subarray(offsets[i], offsets[i + 1])];
    const key = `${around.length} ${sum(around.map((j) => z[j]!))}`;
    count.set(key, (count.get(key) ?? 0) + (z[i] === 1 ? 1 : -1));
  }
  return sum([...count.values()].map(Math.abs));
}

describe("golden a09", () => {
  const { expected } = readGolden<{
    expected: { cycle4: Record<string, number>; cycle6min: number; cycle6count: number };
  }>("a09-quasi-colouring");

  it("has the imbalances of the cycle of four, and accepts its perfect quasi-colourings", () => {
    const { start } = colourImbalance(cycle(4));
    for (const [z, imbalance] of Object.entries(expected.cycle4))
      expect(start(Uint8Array.from(z, Number))).toBe(imbalance);
    const perfect = Object.keys(expected.cycle4).filter((z) => expected.cycle4[z] === 0);
    const support = [...quasiColouring({ imbalance: 0 }).law(cycle(4)).support!()];
    expect(support.map(([z]) => z.join("")).sort()).toEqual(perfect.sort());
    expect(support.map(([, p]) => p)).toEqual(Array(perfect.length).fill(expect.closeTo(1 / 4, 15)));
  });

  it("has the least imbalance of the cycle of six, in as many equally likely assignments", () => {
    const design = quasiColouring({ imbalance: expected.cycle6min });
    const law = design.law(cycle(6));
    const support = [...law.support!()];
    expect(support.length).toBe(expected.cycle6count);
    for (const [, p] of support) expect(p).toBeCloseTo(1 / expected.cycle6count, 15);
    expect(law.marginal(2, 1)).toBeCloseTo(0.5, 15);
    expect(() => quasiColouring({ imbalance: expected.cycle6min - 1 }).law(cycle(6))).toThrow(
      "quasi-colouring: no assignment has an imbalance of at most 1, the least is 2: raise imbalance, or give accept instead",
    );
    expect(acceptanceOf(design, cycle(6))).toEqual({
      threshold: 2,
      share: expect.closeTo(expected.cycle6count / 20, 12),
    });
  });
});

const world = fc.record({
  directed: fc.boolean(),
  edges: fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 20 }),
  z: fc.array(fc.constantFrom(0, 1), { minLength: 8, maxLength: 8 }),
  flips: fc.array(fc.nat(7), { maxLength: 12 }),
  seed: fc.nat(1000),
});

/** A network of eight agents without loops and repeated edges. */
function eight(edges: readonly (readonly [number, number])[], directed: boolean): Network {
  const key = ([a, b]: readonly [number, number]): string =>
    directed ? `${a}-${b}` : `${Math.min(a, b)}-${Math.max(a, b)}`;
  const once = new Map(edges.filter(([a, b]) => a !== b).map((edge) => [key(edge), edge]));
  return tiny(8, [...once.values()], directed);
}

describe("the imbalance", () => {
  it("is that of its definition, at first and after every flip, and the same with the arms swapped", () => {
    fc.assert(
      fc.property(world, ({ directed, edges, z, flips }) => {
        const network = eight(edges, directed);
        const colours = colourImbalance(network);
        const arms = Uint8Array.from(z);
        expect(colours.start(Uint8Array.from(z, (one) => 1 - one))).toBe(plainImbalance(network, z));
        expect(colours.start(arms)).toBe(plainImbalance(network, z));
        for (const i of flips) {
          arms[i] = 1 - arms[i]!;
          expect(colours.flip(i)).toBe(plainImbalance(network, arms));
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it("never grows by swaps, which keep the number of treated agents", () => {
    fc.assert(
      fc.property(world, ({ directed, edges, z, seed }) => {
        fc.pre(z.includes(0) && z.includes(1));
        const network = eight(edges, directed);
        const before = Uint8Array.from(z);
        const after = climbedColouring(before, colourImbalance(network), rng(seed), 0, 30);
        expect(plainImbalance(network, after)).toBeLessThanOrEqual(plainImbalance(network, before));
        expect(sum(Array.from(after))).toBe(sum(z));
        expect([...before]).toEqual(z);
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});

describe("quasi-colouring", () => {
  it("accepts the least imbalance that reaches the share, all assignments equally likely", () => {
    const network = tiny(6, [
      [0, 1],
      [0, 2],
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
    ]);
    const design = quasiColouring({ treated: 2, accept: 0.2 });
    const { threshold, share } = acceptanceOf(design, network);
    const all = [...complete({ treated: 2 }).law(network).support!()].map(([z]) =>
      plainImbalance(network, z),
    );
    expect(all.filter((q) => q <= threshold).length / 15).toBeCloseTo(share, 12);
    expect(share).toBeGreaterThanOrEqual(0.2);
    expect(all.filter((q) => q < threshold).length / 15).toBeLessThan(0.2);
    const support = [...design.law(network).support!()];
    expect(support.length).toBe(Math.round(share * 15));
    for (const [z, p] of support) {
      expect(plainImbalance(network, z)).toBeLessThanOrEqual(threshold);
      expect(p).toBeCloseTo(1 / support.length, 14);
    }
  });

  const n = 40;
  const network = smallWorld({ n, k: 4, rewire: 0.2 }).draw(rng(1));

  it.each([
    ["rejection", { accept: 0.1 }],
    ["swaps", { imbalance: 8, swaps: 400 }],
  ] as const)(
    "by %s in many agents, is a sampler that treats everybody with chance one half",
    (_, settings) => {
      const design = quasiColouring(settings);
      const law = design.law(network);
      const { threshold } = acceptanceOf(design, network);
      expect([law.structure.kind, law.support, law.marginal(3, 1)]).toEqual(["sampler-only", undefined, 0.5]);
      const draws = 2000;
      const treated = new Float64Array(n);
      const stream = rng("quasi");
      for (let r = 0; r < draws; r++) {
        const z = law.draw(stream.fork(r));
        expect(sum(Array.from(z))).toBe(n / 2);
        expect(plainImbalance(network, z)).toBeLessThanOrEqual(threshold);
        for (let i = 0; i < n; i++) treated[i]! += z[i]!;
      }
      for (let i = 0; i < n; i++)
        expect(Math.abs(treated[i]! / draws - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / draws));
    },
  );

  it("finds by swaps what complete randomization hardly ever draws, and states no chance it does not know", () => {
    const rare = quasiColouring({ imbalance: 8, tries: 100 });
    expect(() => draw(rare, network, { seed: 1 })).toThrow(
      /^quasi-colouring: none of 100 tries came to an imbalance of at most 8, the least was \d+: raise imbalance, or give accept instead, or give swaps, or raise tries$/,
    );
    expect(acceptanceOf(quasiColouring({ imbalance: 8, swaps: 400 }), network).share).toBeGreaterThan(0.05);
    expect(quasiColouring({ treated: 10, swaps: 10 }).law(network).marginal(0, 1)).toBeUndefined();
    // Even where assignments could be listed, the law of a search is not uniform.
    expect(quasiColouring({ swaps: 3 }).law(cycle(6)).structure.kind).toBe("sampler-only");
  });

  it("draws the same with the settings kept in a plan", () => {
    const plan = draw(quasiColouring({ imbalance: 12, swaps: 50 }), network, { seed: 3, worlds: 2 });
    expect(draw(quasiColouring.from(plan.design.params), network, { seed: 3, worlds: 2 }).hash).toBe(
      plan.hash,
    );
    expect(quasiColouring().params).toMatchObject({ accept: 0.1, swaps: 0, seed: 1, tries: 100_000 });
  });
});

describe("a request that cannot be honoured exactly is refused with a way out", () => {
  const cases: readonly (readonly [string, () => unknown, string])[] = [
    [
      "half of an odd number",
      () => quasiColouring().law(cycle(5)),
      "quasi-colouring: treated must be given where the number of agents is odd, got 5 agents",
    ],
    [
      "everybody treated",
      () => quasiColouring({ treated: 6 }).law(cycle(6)),
      "quasi-colouring: treated must be a whole number from 1 to 5, got 6",
    ],
    [
      "one agent",
      () => quasiColouring({ treated: 1 }).law(tiny(1, [])),
      "quasi-colouring: treated must be possible, but the network has only one agent, got 1",
    ],
    [
      "imbalance and accept",
      () => quasiColouring({ imbalance: 2, accept: 0.1 }),
      "quasi-colouring: accept must be left out where imbalance is given, got 0.1",
    ],
    [
      "an imbalance below 0",
      () => quasiColouring({ imbalance: -1 }),
      "quasi-colouring: imbalance must be a whole number of at least 0, got -1",
    ],
    [
      "half a swap",
      () => quasiColouring({ swaps: 0.5 }),
      "quasi-colouring: swaps must be a whole number of at least 0, got 0.5",
    ],
  ];
  it.each(cases)("%s", (_, act, message) => {
    expect(act).toThrow(new SpillwayError(message));
  });
});
