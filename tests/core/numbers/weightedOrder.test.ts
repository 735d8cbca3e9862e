import { describe, expect, it } from "vitest";
import { sum } from "../../../src/core/numbers/sum.ts";
import { eachOrder, weightedOrder } from "../../../src/core/numbers/weightedOrder.ts";
import { rng } from "../../../src/core/rng.ts";
import { chiSquareQuantile } from "../../support/chiSquareQuantile.ts";

const law = (weights: readonly number[]): Map<string, number> => {
  const found = new Map<string, number>();
  eachOrder(Float64Array.from(weights), (order, p) => found.set(order.join(), p));
  return found;
};

describe("eachOrder", () => {
  it("has the law of Plackett and Luce: each item in proportion to its weight among those left", () => {
    const w = [1, 2, 3, 0.5];
    const found = law(w);
    expect(found.size).toBe(24);
    expect(sum([...found.values()])).toBeCloseTo(1, 14);
    for (const [key, p] of found) {
      const order = key.split(",").map(Number);
      const wanted = order.reduce(
        (product, item, place) => (product * w[item]!) / sum(order.slice(place).map((one) => w[one]!)),
        1,
      );
      expect(p).toBeCloseTo(wanted, 14);
    }
  });

  it("of nothing, and of one item, is one order", () => {
    expect([...law([])]).toEqual([["", 1]]);
    expect([...law([7])]).toEqual([["0", 1]]);
  });
});

describe("weightedOrder", () => {
  it.each([
    ["unequal weights", [1, 2, 3, 0.5]],
    ["equal weights", [1, 1, 1, 1]],
  ] as const)("draws every order of four as often as its law says: %s", (_, weights) => {
    const stream = rng("orders");
    const draws = 24_000;
    const count = new Map<string, number>();
    for (let r = 0; r < draws; r++) {
      const key = weightedOrder(stream.fork(r), Float64Array.from(weights)).join();
      count.set(key, (count.get(key) ?? 0) + 1);
    }
    let statistic = 0;
    // The rarest order has probability 0.5/6.5 · 1/6 · 2/5 = 0.005: all cells expect over 100 draws.
    for (const [key, p] of law(weights)) statistic += ((count.get(key) ?? 0) - p * draws) ** 2 / (p * draws);
    expect(statistic).toBeLessThan(chiSquareQuantile(1 - 1e-6, 23));
  });

  it("is a permutation whatever the weights", () => {
    for (const n of [0, 1, 2, 3, 7, 8, 9, 100]) {
      const weights = Float64Array.from({ length: n }, (_, i) => 10 ** ((i % 40) - 20));
      const items = Array.from({ length: n }, (_, i) => i);
      for (const given of [n, weights]) {
        const order = weightedOrder(rng(n), given);
        expect([...order].sort((a, b) => a - b)).toEqual(items);
      }
    }
  });

  it("puts heavy items before light ones", () => {
    const order = weightedOrder(rng(1), Float64Array.of(1e-200, 1e200, 1, 1e100));
    expect([...order]).toEqual([1, 3, 2, 0]);
  });
});
