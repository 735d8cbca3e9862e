import fc from "fast-check";
import { expect, it } from "vitest";
import { perfectMatching } from "../../../src/core/numbers/perfectMatching.ts";
import { rng } from "../../../src/core/rng.ts";

type Costs = (i: number, j: number) => number;

/** The least cost of pairing all of a list, by trying every partner of the first. */
function leastCost(left: readonly number[], cost: Costs): number {
  const [first, ...rest] = left;
  if (first === undefined) return 0;
  return Math.min(
    ...rest.map(
      (j) =>
        cost(first, j) +
        leastCost(
          rest.filter((other) => other !== j),
          cost,
        ),
    ),
  );
}

function totalCost(partner: Uint32Array, cost: Costs): number {
  return partner.reduce((all, j, i) => (i < j ? all + cost(i, j) : all), 0);
}

it("costs what the cheapest of all pairings costs", () => {
  const world = fc.record({
    half: fc.integer({ min: 0, max: 4 }),
    // Few different costs give ties and deep blossoms, many give none;
    // the last comes near the largest cost allowed.
    most: fc.constantFrom(1, 3, 10, 1000, 1_000_000, 2 ** 46 - 1),
    list: fc.array(fc.nat(2 ** 46), { minLength: 64, maxLength: 64 }),
  });
  fc.assert(
    fc.property(world, ({ half, most, list }) => {
      const n = 2 * half;
      const cost: Costs = (i, j) => list[Math.min(i, j) * 8 + Math.max(i, j)]! % (most + 1);
      const partner = perfectMatching(n, cost);
      partner.forEach((j, i) => {
        expect(j).not.toBe(i);
        expect(partner[j]).toBe(i);
      });
      expect(totalCost(partner, cost)).toBe(leastCost([...partner.keys()], cost));
    }),
    { numRuns: 1000, seed: 1 },
  );
});

it("pairs neighbours on a line, where the cheapest pairing is known for any size", () => {
  const stream = rng("line");
  const places = Array.from({ length: 200 }, () => stream.integer(1_000_000));
  const cost: Costs = (i, j) => Math.abs(places[i]! - places[j]!);
  const sorted = places.slice().sort((a, b) => a - b);
  const least = sorted.reduce((all, x, k) => (k % 2 === 1 ? all + x - sorted[k - 1]! : all), 0);
  expect(totalCost(perfectMatching(200, cost), cost)).toBe(least);
});

it("refuses an odd number, and costs that are no whole numbers", () => {
  expect(() => perfectMatching(3, () => 1)).toThrow(
    "perfectMatching: n must be an even number of at least 0, got 3",
  );
  expect(() => perfectMatching(2, () => 0.5)).toThrow(
    "perfectMatching: costs must be whole numbers from 0 to 2^52 / 8n, got 0.5 for 0, 1",
  );
  expect(() => perfectMatching(2, () => 2 ** 48 + 1)).toThrow(
    "perfectMatching: costs must be whole numbers from 0 to 2^52 / 8n, got 281474976710657 for 0, 1",
  );
});
