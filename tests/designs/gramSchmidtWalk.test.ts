import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gramSchmidtWalk } from "../../designs/index.ts";
import { everyGramSchmidtSigns, gramSchmidtSigns } from "../../designs/methods/gramSchmidtSigns.ts";
import { gramSchmidtSystem } from "../../designs/methods/gramSchmidtSystem.ts";
import { sum } from "../../src/core/numbers/sum.ts";
import type { Rows } from "../../src/core/numbers/symmetricEigen.ts";
import { rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { chiSquareQuantile } from "../support/chiSquareQuantile.ts";
import { leastSquares, solve, symmetricEigenvalues } from "../support/linearAlgebra.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";

const golden = readGolden<{
  input: { X: number[][]; phi: number; y1: number[]; y0: number[] };
  expected: {
    distribution: Record<string, number>;
    mean: number[];
    covariance: number[][];
    covarianceUpperBound: number[][];
    varianceHT: number;
    varianceBound: number;
  };
  tolerance: number;
}>("a05-gram-schmidt-walk");

type List = readonly (readonly [signs: ArrayLike<number>, probability: number])[];

/** E[z zᵀ] of signs ±1, whose mean is 0. */
function covariance(list: List, n: number): number[][] {
  const sign = (z: ArrayLike<number>, i: number): number => 2 * z[i]! - 1;
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (__, j) => sum(list.map(([z, p]) => p * sign(z, i) * sign(z, j)))),
  );
}

/** (φI + (1 − φ)XXᵀ/ξ²)⁻¹, the bound of Harshaw and others, column by column. */
function bound(x: Rows, phi: number): number[][] {
  const dot = (a: readonly number[], b: readonly number[]): number => sum(a.map((v, c) => v * b[c]!));
  const longest = Math.max(...x.map((row) => dot(row, row)));
  const matrix = x.map((a, i) => x.map((b, j) => (i === j ? phi : 0) + ((1 - phi) * dot(a, b)) / longest));
  return x.map((_, j) =>
    solve(
      matrix,
      x.map((__, i) => Number(i === j)),
    ),
  );
}

/** The columns of a table as covariates. */
function asCovariates(x: Rows): Record<string, number[]> {
  return Object.fromEntries(x[0]!.map((_, c) => [`x${c}`, x.map((row) => row[c]!)]));
}

describe("golden a05, covariates as they are", () => {
  const { input, expected, tolerance } = golden;
  const n = input.X.length;
  const design = gramSchmidtWalk({
    covariates: asCovariates(input.X),
    phi: input.phi,
    standardize: false,
  });
  const law = design.law(tiny(n, []));
  const list = [...law.support!()];

  it("has the probability of every assignment", () => {
    expect(list.length).toBe(16);
    for (const [z, p] of list) {
      const signs = Array.from(z, (one) => (one === 1 ? 1 : -1)).join();
      expect(Math.abs(p - expected.distribution[signs]!)).toBeLessThan(tolerance);
    }
    for (let i = 0; i < n; i++) expect(Math.abs(law.marginal(i, 1)! - 0.5)).toBeLessThan(1e-15);
    expected.mean.forEach((wanted, i) => {
      const mean = sum(list.map(([z, p]) => p * (2 * z[i]! - 1)));
      expect(Math.abs(mean - wanted)).toBeLessThan(tolerance);
    });
  });

  it("has the covariance, its bound, and the variance of the Horvitz–Thompson estimator", () => {
    const found = covariance(list, n);
    const most = bound(input.X, input.phi);
    const mu = input.y1.map((y, i) => y + input.y0[i]!);
    const form = (matrix: Rows): number =>
      sum(matrix.flatMap((row, i) => row.map((v, j) => v * mu[i]! * mu[j]!))) / n ** 2;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        expect(Math.abs(found[i]![j]! - expected.covariance[i]![j]!)).toBeLessThan(tolerance);
        expect(Math.abs(most[i]![j]! - expected.covarianceUpperBound[i]![j]!)).toBeLessThan(tolerance);
      }
    }
    expect(Math.abs(form(found) - expected.varianceHT)).toBeLessThan(tolerance);
    expect(Math.abs(form(most) - expected.varianceBound)).toBeLessThan(tolerance);
  });

  it("is drawn by the walk itself as often as the list says", () => {
    const system = gramSchmidtSystem(Float64Array.from(input.X.flat()), 2, input.phi);
    const draws = 8000;
    const count = new Map(list.map(([z]) => [z.join(), 0]));
    const stream = rng("walk");
    for (let r = 0; r < draws; r++) {
      const z = gramSchmidtSigns(system, stream.fork(r)).join();
      count.set(z, count.get(z)! + 1);
    }
    const statistic = sum(list.map(([z, p]) => (count.get(z.join())! - p * draws) ** 2 / (p * draws)));
    // A sound sampler fails with chance 1e-6, and the seed is fixed.
    expect(statistic).toBeLessThan(chiSquareQuantile(1 - 1e-6, list.length - 1));
  });
});

describe("special cases with a known law", () => {
  it("two agents alike, phi 1/2: the second goes back half as far as the first goes forth, so they part with chance 3/4", () => {
    const law = gramSchmidtWalk({ covariates: { one: [1, 1] }, standardize: false }).law(tiny(2, []));
    const chance = new Map([...law.support!()].map(([z, p]) => [z.join(""), p]));
    expect(chance.get("01")).toBeCloseTo(3 / 8, 15);
    expect(chance.get("11")).toBeCloseTo(1 / 8, 15);
  });

  it("phi 1: a fair coin for each", () => {
    const law = gramSchmidtWalk({ covariates: { age: [4, 8, 15, 16, 23] }, phi: 1 }).law(tiny(5, []));
    const chances = [...law.support!()].map(([, p]) => p);
    expect(chances.length).toBe(32);
    for (const p of chances) expect(p).toBeCloseTo(1 / 32, 15);
  });

  it("a constant and phi near 0: a fixed number, every such set equally likely", () => {
    const law = gramSchmidtWalk({ covariates: { one: Array(6).fill(1) }, phi: 1e-9, standardize: false });
    const list = [...law.law(tiny(6, [])).support!()].filter(([, p]) => p > 1e-6);
    expect(list.length).toBe(20);
    for (const [z, p] of list) {
      expect(sum(Array.from(z))).toBe(3);
      expect(p).toBeCloseTo(1 / 20, 6);
    }
  });
});

const world = fc.record({
  x: fc
    .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 3 }), fc.nat(1000))
    .map(([n, k, seed]): number[][] => {
      const stream = rng(seed);
      return Array.from({ length: n }, () => Array.from({ length: k }, () => stream.uniform() - 0.5));
    }),
  phi: fc.constantFrom(0.01, 0.2, 0.5, 0.9, 1),
});

describe("for any covariates", () => {
  it("the covariance of signs is at most the bound", () => {
    fc.assert(
      fc.property(world, ({ x, phi }) => {
        const list = everyGramSchmidtSigns(gramSchmidtSystem(Float64Array.from(x.flat()), x[0]!.length, phi));
        const found = covariance(list, x.length);
        const most = bound(x, phi);
        const rest = most.map((row, i) => row.map((v, j) => v - found[i]![j]!));
        expect(sum(list.map(([, p]) => p))).toBeCloseTo(1, 12);
        // Rounding of the inverse, whose entries are at most 1/phi.
        expect(symmetricEigenvalues(rest)[0]!).toBeGreaterThan(-1e-11 / phi);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it("the direction is the solution of the least squares problem in n + k dimensions", () => {
    fc.assert(
      fc.property(world, ({ x, phi }) => {
        const n = x.length;
        const k = x[0]!.length;
        const system = gramSchmidtSystem(Float64Array.from(x.flat()), k, phi);
        const alive = Array.from({ length: n }, (_, i) => i).filter((i) => i !== 1 || n < 3);
        const pivot = alive.at(-1)!;
        const others = alive.slice(0, -1);
        const longest = Math.sqrt(Math.max(...x.map((row) => sum(row.map((v) => v * v)))));
        const vector = (i: number): number[] => [
          ...x.map((_, j) => (i === j ? Math.sqrt(phi) : 0)),
          ...x[i]!.map((v) => (Math.sqrt(1 - phi) * v) / longest),
        ];
        const target = vector(pivot).map((v) => -v);
        const rows = target.map((_, d) => others.map((i) => vector(i)[d]!));
        const direct = leastSquares(rows, target);
        // The moment of all, less those that have left and the pivot.
        const moment = system.moment(Array.from({ length: n }, (_, i) => i));
        for (let i = 0; i < n; i++) if (!others.includes(i)) system.remove(moment, i);
        const moves = system.direction(moment, alive, pivot);
        expect(moves.at(-1)).toBe(1);
        direct.forEach((v, at) => {
          expect(Math.abs(moves[at]! - v)).toBeLessThan(1e-10);
        });
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it("standardized, the law does not depend on units or on which combinations are given", () => {
    const stream = rng("units");
    const [a, b] = [0, 1].map(() => Array.from({ length: 5 }, () => stream.uniform())) as [
      number[],
      number[],
    ];
    const five = tiny(5, []);
    const one = [...gramSchmidtWalk({ covariates: { a, b } }).law(five).support!()];
    const scaled = { a: a.map((v) => 1000 * v + 7), b: b.map((v, i) => v - 3 * a[i]!) };
    const other = [...gramSchmidtWalk({ covariates: scaled }).law(five).support!()];
    one.forEach(([, p], at) => {
      expect(Math.abs(other[at]![1] - p)).toBeLessThan(1e-12);
    });
  });
});

describe("more agents than can be listed", () => {
  const n = 60;
  const network = tiny(n, []);
  const stream = rng("ages");
  const age = Array.from({ length: n }, () => stream.uniform());
  const draws = 2000;

  it("treats everybody with chance one half, and balances within the bound", () => {
    const phi = 0.1;
    const law = gramSchmidtWalk({ covariates: { age }, phi, equalSizes: true }).law(network);
    expect([law.structure.kind, law.marginal(7, 0), law.marginal(7, 1)]).toEqual(["sampler-only", 0.5, 0.5]);
    const treated = new Float64Array(n);
    const mean = sum(age) / n;
    let squares = 0;
    for (let r = 0; r < draws; r++) {
      const z = law.draw(stream.fork(r));
      for (let i = 0; i < n; i++) treated[i]! += z[i]!;
      squares += sum(age.map((v, i) => (2 * z[i]! - 1) * (v - mean))) ** 2 / draws;
    }
    for (let i = 0; i < n; i++)
      expect(Math.abs(treated[i]! / draws - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / draws));
    const deviation = Math.sqrt(sum(age.map((v) => (v - mean) ** 2)) / (n - 1));
    const x = age.map((v) => [(v - mean) / deviation, 1]);
    const most = bound(x, phi);
    const allowed = sum(most.flatMap((row, i) => row.map((v, j) => v * (age[i]! - mean) * (age[j]! - mean))));
    // The mean of squares of a nearly normal number has the relative error √(2/draws).
    expect(squares).toBeLessThan(allowed * (1 + 5 * Math.sqrt(2 / draws)));
    expect(allowed).toBeLessThan(0.25 * sum(age.map((v) => (v - mean) ** 2)));
  });

  it("treats clusters whole, by their means", () => {
    const clusters = Array.from({ length: n }, (_, i) => `c${i % 20}`);
    const law = gramSchmidtWalk({ covariates: { age }, clusters }).law(network);
    const z = law.draw(stream);
    for (let i = 20; i < n; i++) expect(z[i]).toBe(z[i - 20]);
    const five = { clusters: [0, 0, 0, 1, 1, 1].map(String), covariates: { age: [1, 2, 3, 4, 5, 9] } };
    const exact = [...gramSchmidtWalk(five).law(tiny(6, [])).support!()];
    const ofMeans = [...gramSchmidtWalk({ covariates: { age: [2, 6] } }).law(tiny(2, [])).support!()];
    expect(exact.map(([, p]) => p)).toEqual(ofMeans.map(([, p]) => p));
    expect(exact.map(([one]) => `${one[0]}${one[5]}`)).toEqual(ofMeans.map(([one]) => one.join("")));
  });
});

describe("a request that cannot be honoured exactly is refused with a way out", () => {
  const six = tiny(6, []);
  const covariates = { age: [1, 2, 3, 4, 5, 9] };
  const cases: readonly (readonly [string, () => unknown, string])[] = [
    [
      "nothing to balance",
      () => gramSchmidtWalk.from({}),
      "gram-schmidt-walk: covariates is missing: it must be a mapping",
    ],
    [
      "phi 0",
      () => gramSchmidtWalk({ covariates, phi: 0 }),
      "gram-schmidt-walk: phi must be a number above 0 and at most 1, got 0",
    ],
    [
      "phi above 1",
      () => gramSchmidtWalk({ covariates, phi: 1.1 }),
      "gram-schmidt-walk: phi must be a number above 0 and at most 1, got 1.1",
    ],
    [
      "too few clusters named",
      () => gramSchmidtWalk({ covariates, clusters: ["a", "b"] }).law(six),
      "gram-schmidt-walk: clusters must have 6 entries, one per agent, got 2",
    ],
    [
      "a covariate that is the same in all clusters",
      () => gramSchmidtWalk({ covariates, clusters: ["a", "a", "a", "a", "a", "a"] }).law(six),
      'gram-schmidt-walk: covariate "age" is the same for everybody or a combination of the covariates before it: leave it out',
    ],
    [
      "nothing but zeros",
      () => gramSchmidtWalk({ covariates: { age: Array(6).fill(0) }, standardize: false }).law(six),
      "gram-schmidt-walk: covariates must not be 0 for everybody: leave them out, or use bernoulli",
    ],
  ];
  it.each(cases)("%s", (_, act, message) => {
    expect(act).toThrow(new SpillwayError(message));
  });
});
