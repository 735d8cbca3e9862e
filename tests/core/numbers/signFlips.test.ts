import { describe, expect, test } from "vitest";
import { signFlips } from "../../../src/core/numbers/signFlips.ts";
import { rng } from "../../../src/core/rng.ts";

/** The slow truth: every sign of every number, one after another. */
function listed(numbers: readonly number[]): { p: number; least: number } {
  const sums = Array.from({ length: 2 ** numbers.length }, (_, bits) =>
    Math.abs(numbers.reduce((sum, one, k) => sum + ((bits >> k) & 1 ? -one : one), 0)),
  );
  const share = (least: number): number => sums.filter((sum) => sum >= least - 1e-9).length / sums.length;
  const size = numbers.reduce((sum, one) => sum + Math.abs(one), 0);
  return { p: share(Math.abs(numbers.reduce((a, b) => a + b, 0))), least: share(size) };
}

describe("all signs of some numbers", () => {
  test("are counted as one by one, with ties, zeros and either direction", () => {
    const random = rng("signs");
    for (let turn = 0; turn < 300; turn++) {
      const n = 1 + random.integer(11);
      const numbers = Array.from({ length: n }, () =>
        turn % 3 === 0 ? random.uniform() * 2 - 0.7 : random.integer(5) - 1,
      );
      const { p, least, listed: exact, count } = signFlips(numbers, random);
      const moved = numbers.filter((one) => one !== 0);
      const wanted = listed(moved);
      expect([exact, count]).toEqual([true, 2 ** moved.length]);
      expect(p).toBeCloseTo(wanted.p, 12);
      expect(least).toBeCloseTo(wanted.least, 12);
    }
  });

  test("reject no more often than they say, over all signs themselves", () => {
    const sizes = [0.3, 1, 1, 2, 0.7, 1.4, 3];
    const found = Array.from(
      { length: 2 ** sizes.length },
      (_, bits) =>
        signFlips(
          sizes.map((one, k) => ((bits >> k) & 1 ? -one : one)),
          rng(1),
        ).p,
    );
    for (const level of [0.05, 0.1, 0.2, 0.5])
      expect(found.filter((p) => p <= level + 1e-12).length / found.length).toBeLessThanOrEqual(
        level + 1e-12,
      );
  });

  test("beyond 34 numbers are drawn, as many as asked for, by the +1 rule", () => {
    const numbers = Array.from({ length: 40 }, () => 1);
    expect(signFlips(numbers, rng(1), 99)).toEqual({ p: 0.01, least: 0.01, listed: false, count: 99 });
  });
});
