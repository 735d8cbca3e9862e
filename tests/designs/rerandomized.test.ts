import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Design } from "../../designs/Design.ts";
import {
  acceptanceOf,
  bernoulli,
  blocked,
  complete,
  draw,
  matchedPairs,
  rerandomized,
  twoStage,
} from "../../designs/index.ts";
import { balance } from "../../designs/methods/balance.ts";
import { sum } from "../../src/core/numbers/sum.ts";
import { rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { solve } from "../support/linearAlgebra.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";

const six = tiny(6, []);
const x = [1, 2, 4, 3, 6, 5];

/** The distance from its definition: differences in means, and the covariance matrix inverted. */
function plainDistance(columns: readonly (readonly number[])[], z: ArrayLike<number>): number {
  const n = columns[0]!.length;
  const mean = (of: readonly number[]): number => sum(of) / of.length;
  const arm = (a: number, column: readonly number[]): number[] => column.filter((_, i) => z[i] === a);
  const difference = columns.map((column) => mean(arm(1, column)) - mean(arm(0, column)));
  const covariance = columns.map((a) =>
    columns.map((b) => sum(a.map((v, i) => (v - mean(a)) * (b[i]! - mean(b)))) / (n - 1)),
  );
  const treated = sum(Array.from(z));
  const solved = solve(covariance, difference);
  return ((treated * (n - treated)) / n) * sum(difference.map((d, c) => d * solved[c]!));
}

describe("balance", () => {
  const world = fc.record({
    columns: fc.array(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 7, maxLength: 7 }), {
      minLength: 2,
      maxLength: 2,
    }),
    z: fc.array(fc.constantFrom(0, 1), { minLength: 7, maxLength: 7 }),
  });

  it("is the Mahalanobis distance of Morgan and Rubin, and the same to the last bit with the arms swapped", () => {
    fc.assert(
      fc.property(world, ({ columns: [a, b], z }) => {
        fc.pre(z.includes(0) && z.includes(1));
        const spread = (column: readonly number[]): number => Math.max(...column) - Math.min(...column);
        const tilt = Math.abs(plainTilt(a!, b!));
        fc.pre(spread(a!) > 0.1 && spread(b!) > 0.1 && tilt < 0.999);
        const distance = balance("x", { a: a!, b: b! }, tiny(7, []));
        const found = distance(Uint8Array.from(z));
        const plain = plainDistance([a!, b!], z);
        expect(Math.abs(found - plain)).toBeLessThan(1e-9 * (1 + plain));
        expect(distance(Uint8Array.from(z, (one) => 1 - one))).toBe(found);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it("has mean k over all complete assignments", () => {
    const distance = balance("x", { x, y: [0, 1, 1, 0, 1, 0] }, six);
    const support = [...complete({ treated: 2 }).law(six).support!()];
    expect(sum(support.map(([z, p]) => p * distance(z)))).toBeCloseTo(2, 12);
  });

  it("is infinite for an empty arm", () => {
    const distance = balance("x", { x }, six);
    expect([distance(new Uint8Array(6)), distance(new Uint8Array(6).fill(1))]).toEqual([Infinity, Infinity]);
  });
});

/** Correlation of two columns. */
function plainTilt(a: readonly number[], b: readonly number[]): number {
  const centred = (column: readonly number[]): number[] =>
    column.map((value) => value - sum(column) / column.length);
  const [u, v] = [centred(a), centred(b)];
  const product = (p: readonly number[], q: readonly number[]): number => sum(p.map((one, i) => one * q[i]!));
  return product(u, v) / Math.sqrt(product(u, u) * product(v, v));
}

describe("rerandomized", () => {
  const golden = readGolden<{
    input: { n: number; m: number; x: number[]; threshold: number };
    expected: { accepted: number[][]; pi: number[]; pi11: number[][] };
    tolerance: number;
  }>("a06-rerandomization");

  it("accepts the assignments of golden a06, with its probabilities", () => {
    const { input, expected, tolerance } = golden;
    const network = tiny(input.n, []);
    // The golden threshold is a difference in means; the distance is its square over its variance under the base design.
    const mean = sum(input.x) / input.n;
    const variance = sum(input.x.map((value) => (value - mean) ** 2)) / (input.n - 1);
    const threshold = ((input.m * (input.n - input.m)) / input.n) * (input.threshold ** 2 / variance);
    const design = rerandomized({
      base: { kind: "complete", treated: input.m },
      covariates: { x: input.x },
      threshold,
    });
    const support = [...design.law(network).support!()];
    expect(support.map(([z]) => Array.from(z).join("")).sort()).toEqual(
      expected.accepted.map((z) => z.join("")).sort(),
    );
    const pi = exposureProbabilities(network, design, ownArm());
    for (let i = 0; i < input.n; i++) {
      expect(Math.abs(pi.of(i, "treated") - expected.pi[i]!)).toBeLessThan(tolerance);
      for (let j = 0; j < input.n; j++) {
        const both = pi.joint(i, "treated", j, "treated");
        expect(Math.abs(both - expected.pi11[i]![j]!)).toBeLessThan(tolerance);
      }
    }
    expect(acceptanceOf(design, network)).toEqual({ threshold, share: expect.closeTo(6 / 20, 12) });
  });

  const bases: Readonly<Record<string, readonly [Design, Parameters<typeof rerandomized>[0]["base"]]>> = {
    "unequal coins": [
      bernoulli({ probability: [0.2, 0.4, 0.5, 0.9, 1, 0] }),
      { kind: "bernoulli", probability: [0.2, 0.4, 0.5, 0.9, 1, 0] },
    ],
    blocks: [
      blocked({ blocks: [0, 0, 0, 1, 1, 1], treated: 1 }),
      { kind: "blocked", blocks: [0, 0, 0, 1, 1, 1], treated: 1 },
    ],
    "pairs found by another covariate": [
      matchedPairs({ covariates: { y: [1, 5, 9, 2, 6, 9] } }),
      { kind: "matched-pairs", covariates: { y: [1, 5, 9, 2, 6, 9] } },
    ],
    "a mixture": [
      twoStage({
        groups: [0, 0, 0, 1, 1, 1],
        saturations: [1, 2].map((treated) => ({ treated, groups: 1 })),
      }),
      {
        kind: "two-stage",
        groups: [0, 0, 0, 1, 1, 1],
        saturations: [1, 2].map((treated) => ({ treated, groups: 1 })),
      },
    ],
  };

  it.each(Object.entries(bases))("is the base law given acceptance: %s", (_, [plain, base]) => {
    const distance = balance("x", { x }, six);
    const design = rerandomized({ base, covariates: { x }, accept: 0.4 });
    const { threshold, share } = acceptanceOf(design, six);
    const chance = new Map<string, number>();
    for (const [z, p] of plain.law(six).support!()) {
      if (distance(z) > threshold + 1e-9) continue;
      chance.set(z.join(), (chance.get(z.join()) ?? 0) + p);
    }
    expect(share).toBeCloseTo(sum([...chance.values()]), 12);
    expect(share).toBeGreaterThanOrEqual(0.4);
    // The threshold is the least that reaches the share.
    const below = [...plain.law(six).support!()].filter(([z]) => distance(z) < threshold - 1e-9);
    expect(sum(below.map(([, p]) => p))).toBeLessThan(0.4);
    const support = [...design.law(six).support!()];
    expect(support.length).toBe(chance.size);
    for (const [z, p] of support) expect(p).toBeCloseTo(chance.get(z.join())! / share, 12);
  });

  describe("of too many assignments to list", () => {
    const n = 24;
    const network = tiny(n, []);
    const stream = rng("covariates");
    const covariates = { a: Array.from({ length: n }, () => stream.uniform()), b: [...Array(n).keys()] };
    const half = rerandomized({ base: { kind: "complete", treated: n / 2 }, covariates });

    it("is a sampler whose draws all are accepted, and treats everybody with chance one half where symmetry says so", () => {
      const law = half.law(network);
      const distance = balance("x", covariates, network);
      const { threshold, share, tries } = acceptanceOf(half, network);
      expect(law.structure.kind).toBe("sampler-only");
      expect(law.support).toBeUndefined();
      // The threshold comes from 1,000 draws and the share from 10,000: five standard errors of both together.
      expect(tries).toBe(10_000);
      expect(Math.abs(share - 0.1)).toBeLessThan(5 * Math.sqrt(0.1 * 0.9 * (1 / 1000 + 1 / 10_000)));
      const draws = 4000;
      const treated = new Float64Array(n);
      const seeds = rng("draws");
      for (let r = 0; r < draws; r++) {
        const z = law.draw(seeds.fork(r));
        expect(distance(z)).toBeLessThanOrEqual(threshold * (1 + 1e-9));
        for (let i = 0; i < n; i++) treated[i]! += z[i]!;
      }
      for (let i = 0; i < n; i++) {
        expect([law.marginal(i, 0), law.marginal(i, 1)]).toEqual([0.5, 0.5]);
        expect(Math.abs(treated[i]! / draws - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / draws));
      }
    });

    it("states a chance only where symmetry or the base design gives it", () => {
      const third = rerandomized({ base: { kind: "complete", treated: 8 }, covariates }).law(network);
      expect(third.marginal(0, 1)).toBeUndefined();
      const probability = Array.from({ length: n }, (_, i) => (i === 0 ? 1 : 0.5));
      const coins = rerandomized({ base: { kind: "bernoulli", probability }, covariates }).law(network);
      expect([coins.marginal(0, 1), coins.marginal(0, 0), coins.marginal(1, 1)]).toEqual([1, 0, undefined]);
      const pairs = Array.from({ length: n / 2 }, (_, k) => [2 * k, 2 * k + 1]);
      const paired = rerandomized({ base: { kind: "bernoulli" }, covariates }).law(network);
      expect(paired.marginal(3, 1)).toBe(0.5);
      const matched = rerandomized({ base: { kind: "matched-pairs", pairs }, covariates, accept: 0.5 });
      expect([...matched.law(network).support!()].length).toBeGreaterThanOrEqual(2048);
    });

    it("draws the same with the same seed, and has its defaults in the plan", () => {
      const plan = draw(half, network, { seed: 3, worlds: 2 });
      expect(draw(rerandomized.from(plan.design.params), network, { seed: 3, worlds: 2 }).hash).toBe(
        plan.hash,
      );
      expect(plan.design.params).toMatchObject({
        accept: 0.1,
        seed: 1,
        tries: 100_000,
        base: { kind: "complete", treated: 12, arms: ["control", "treated"] },
      });
    });

    it("gives up after so many tries, with a way out", () => {
      const rare = rerandomized({
        base: { kind: "complete", treated: n / 2 },
        covariates: { b: covariates.b.map((value) => value ** 3 + 0.1) },
        threshold: 1e-9,
        tries: 5,
      });
      expect(() => draw(rare, network, { seed: 1 })).toThrow(
        /^rerandomized: none of 5 tries came to a distance of at most 1e-9, the least was [\d.e-]+: raise threshold, or give accept instead, or raise tries$/,
      );
    });
  });
});

describe("a request that cannot be honoured exactly is refused with a way out", () => {
  const base = { kind: "complete", treated: 3 } as const;
  const covariates = { x };
  const cases: readonly (readonly [string, () => unknown, string])[] = [
    [
      "no base",
      () => rerandomized.from({ covariates }),
      "rerandomized: base is missing: it must be a mapping with a kind (bernoulli, complete, blocked, matched-pairs, cluster, graph-cluster, two-stage) and its settings",
    ],
    [
      "an unknown base",
      () => rerandomized.from({ base: { kind: "rerandomized" }, covariates }),
      'rerandomized: base.kind must be one of bernoulli, complete, blocked, matched-pairs, cluster, graph-cluster, two-stage, got "rerandomized"',
    ],
    [
      "a misspelt setting of the base",
      () => rerandomized({ base: { kind: "complete", treatd: 3 }, covariates }),
      'rerandomized: base must hold settings of complete, but "treatd" is none (did you mean "treated"?), got {"kind":"complete","treatd":3}',
    ],
    [
      "a wrong setting of the base",
      () => rerandomized({ base: { kind: "bernoulli", probability: 3 }, covariates }),
      "rerandomized: base.probability must be a probability from 0 to 1, got 3",
    ],
    [
      "a base that does not fit",
      () => rerandomized({ base: { kind: "complete", treated: 6 }, covariates }).law(six),
      "complete: treated must be an integer from 1 to 5, got 6",
    ],
    [
      "a base with three arms",
      () =>
        rerandomized({
          base: { kind: "complete", arms: ["a", "b", "c"], counts: [2, 2, 2] },
          covariates,
        }).law(six),
      "rerandomized: base must have two arms, got 3 (a, b, c)",
    ],
    [
      "threshold and accept",
      () => rerandomized({ base, covariates, threshold: 1, accept: 0.1 }),
      "rerandomized: accept must be left out where threshold is given, got 0.1",
    ],
    [
      "a threshold of 0",
      () => rerandomized({ base, covariates, threshold: 0 }),
      "rerandomized: threshold must be a number above 0, got 0",
    ],
    [
      "a share that cannot be found by draws",
      () => rerandomized({ base, covariates, accept: 0.0001 }),
      "rerandomized: accept must be a share of draws from 0.001 to 1, got 0.0001",
    ],
    [
      "nothing that is so well balanced",
      () => rerandomized({ base, covariates, threshold: 0.01 }).law(six),
      "rerandomized: no assignment has a distance of at most 0.01, the least is 0.04761904761904761: raise threshold, or give accept instead",
    ],
    [
      "an arm that is always empty",
      () => rerandomized({ base: { kind: "bernoulli", probability: 0 }, covariates, threshold: 1 }).law(six),
      "rerandomized: no assignment has a distance of at most 1, because an arm was always empty: choose another base",
    ],
    [
      "an arm that is empty too often",
      () => rerandomized({ base: { kind: "bernoulli", probability: 0 }, covariates }).law(six),
      "rerandomized: accept must be at most the share of draws that have a distance, got 0.1: an arm is empty in too many draws, so lower accept or choose another base",
    ],
    [
      "the acceptance of a design that draws once",
      () => acceptanceOf(complete({ treated: 3 }), six),
      "acceptanceOf: the design must draw again until an assignment is accepted (rerandomized, quasi-colouring), got complete, which accepts every draw",
    ],
  ];
  it.each(cases)("%s", (_, act, message) => {
    expect(act).toThrow(new SpillwayError(message));
  });
});
