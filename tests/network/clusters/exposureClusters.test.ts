import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sum } from "../../../src/core/numbers/sum.ts";
import { rng } from "../../../src/core/rng.ts";
import { exposureClusters } from "../../../src/network/clusters/exposureClusters.ts";
import { exposureObjective } from "../../../src/network/clusters/exposureObjective.ts";
import { type Edge, fromEdges } from "../../../src/network/fromEdges.ts";
import type { Network } from "../../../src/network/Network.ts";

/** A network of W: rows are outcome units o0, o1 …, columns diversion units d0, d1 …; 0 is no edge. */
function twoSided(weights: readonly (readonly number[])[]): { network: Network; units: Uint32Array } {
  const columns = weights[0]!.map((_, k) => `d${k}`);
  const edges = weights.flatMap((row, i) =>
    row.flatMap((w, k): Edge[] => (w > 0 ? [[`d${k}`, `o${i}`, w]] : [])),
  );
  const agents = [...columns, ...weights.map((_, i) => `o${i}`)];
  return {
    network: fromEdges(edges, { directed: true, agents }),
    units: Uint32Array.from(columns.keys()),
  };
}

/** Every division of k units into clusters, as labels in order of first members. */
function partitions(k: number): number[][] {
  if (k === 0) return [[]];
  return partitions(k - 1).flatMap((labels) => {
    const clusters = Math.max(-1, ...labels) + 1;
    return Array.from({ length: clusters + 1 }, (_, c) => [...labels, c]);
  });
}

/** Σ_i Var x_i − φ Σ_{i≠j} Cov(x_i, x_j), in units of p(1 − p), over every assignment of the clusters, with p = 1/2. */
function enumerated(weights: readonly (readonly number[])[], labels: readonly number[], phi: number): number {
  const rows = weights.map((row) => row.map((w) => w / (sum(row) || 1)));
  const clusters = Math.max(...labels) + 1;
  const worlds = Array.from({ length: 2 ** clusters }, (_, world) =>
    rows.map((row) => sum(row.map((w, k) => w * ((world >> labels[k]!) & 1)))),
  );
  const mean = rows.map((_, i) => sum(worlds.map((x) => x[i]!)) / worlds.length);
  const cov = (i: number, j: number): number =>
    sum(worlds.map((x) => (x[i]! - mean[i]!) * (x[j]! - mean[j]!))) / worlds.length;
  const terms = rows.flatMap((_, i) => rows.map((__, j) => (i === j ? 1 : -phi) * cov(i, j)));
  return 4 * sum(terms);
}

const matrix = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 }))
  .chain(([units, outcomes]) =>
    fc.array(fc.array(fc.constantFrom(0, 0, 1, 2, 0.5), { minLength: units, maxLength: units }), {
      minLength: outcomes,
      maxLength: outcomes,
    }),
  );

describe("the objective", () => {
  it("is the sum of variances less φ times the covariances, over every assignment", () => {
    fc.assert(
      fc.property(matrix, fc.constantFrom(0, 0.1, 0.5, 2), (weights, phi) => {
        const { network, units } = twoSided(weights);
        for (const labels of partitions(units.length))
          expect(exposureObjective(network, units, labels, phi)).toBeCloseTo(
            enumerated(weights, labels, phi),
            10,
          );
      }),
      { numRuns: 30 },
    );
  });

  it("is nothing for one cluster of all with the default φ", () => {
    const { network, units } = twoSided([
      [1, 2, 0],
      [0, 1, 1],
      [3, 0, 1],
    ]);
    expect(exposureObjective(network, units, [0, 0, 0])).toBeCloseTo(0, 14);
  });
});

describe("exposureClusters", () => {
  it("is never worse than every unit by itself, never better than the best, and no unit gains by moving", () => {
    fc.assert(
      fc.property(matrix, fc.constantFrom(undefined, 0.05, 0.3, 1), fc.integer(), (weights, phi, seed) => {
        const { network, units } = twoSided(weights);
        const found = exposureClusters(network, units, {
          ...(phi === undefined ? {} : { phi }),
          rng: rng(seed),
        });
        const value = (labels: ArrayLike<number>): number => exposureObjective(network, units, labels, phi);
        const reached = value(found);
        expect(reached).toBeGreaterThanOrEqual(value([...units.keys()]) - 1e-9);
        expect(reached).toBeLessThanOrEqual(Math.max(...partitions(units.length).map(value)) + 1e-9);
        for (const k of units.keys()) {
          for (let c = 0; c <= units.length; c++) {
            const moved = [...found];
            moved[k] = c;
            expect(value(moved)).toBeLessThanOrEqual(reached + 1e-9);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it("finds planted groups of units, which are the best of all divisions", () => {
    const weights = [
      [4, 4, 4, 1, 0, 0],
      [3, 4, 5, 0, 0, 0],
      [5, 3, 4, 0, 1, 0],
      [0, 0, 1, 4, 4, 4],
      [0, 0, 0, 3, 5, 4],
      [1, 0, 0, 5, 4, 3],
    ];
    const { network, units } = twoSided(weights);
    const best = Math.max(...partitions(6).map((labels) => exposureObjective(network, units, labels)));
    for (let seed = 0; seed < 20; seed++) {
      const found = exposureClusters(network, units, { rng: rng(seed) });
      expect([...found]).toEqual([0, 0, 0, 1, 1, 1]);
      expect(exposureObjective(network, units, found)).toBeCloseTo(best, 10);
    }
  });

  it("finds planted groups on many units", () => {
    const group = (k: number): number => Math.floor(k / 5);
    const stream = rng("planted");
    const weights = Array.from({ length: 400 }, (_, i) =>
      Array.from({ length: 100 }, (__, k) => {
        if (group(k) === i % 20) return 1 + stream.uniform();
        return stream.uniform() < 0.02 ? 0.2 : 0;
      }),
    );
    const { network, units } = twoSided(weights);
    const found = exposureClusters(network, units, { rng: rng(1) });
    // Ids sort as texts, d10 before d2.
    const labels = Array.from(units, (unit) => group(Number(network.ids[unit]!.slice(1))));
    expect(new Set(Array.from(found, (c, k) => `${c} ${labels[k]}`)).size).toBe(20);
    expect(new Set(found).size).toBe(20);
  });

  it("puts all units together when covariances do not count, and each alone when they share nobody", () => {
    const chain = twoSided([
      [1, 1, 0],
      [0, 1, 1],
    ]);
    expect([...exposureClusters(chain.network, chain.units, { phi: 0, rng: rng(1) })]).toEqual([0, 0, 0]);
    const apart = twoSided([
      [1, 0],
      [0, 1],
    ]);
    expect([...exposureClusters(apart.network, apart.units, { rng: rng(1) })]).toEqual([0, 1]);
  });

  it("works with one outcome unit, one unit, and no edges", () => {
    const of = (weights: number[][]): number[] => {
      const { network, units } = twoSided(weights);
      return [...exposureClusters(network, units, { rng: rng(1) })];
    };
    expect(of([[1, 1]])).toEqual([0, 0]);
    expect(of([[1]])).toEqual([0]);
    expect(of([[0, 0]])).toEqual([0, 1]);
  });

  it("refuses φ below 0", () => {
    const { network, units } = twoSided([[1]]);
    expect(() => exposureClusters(network, units, { phi: -1, rng: rng(1) })).toThrow(
      "exposureClusters: phi must be a finite number of at least 0, got -1",
    );
  });
});
