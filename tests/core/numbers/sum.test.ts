import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compensatedSum, sum } from "../../../src/core/numbers/sum.ts";

/** The exact sum of doubles as a whole number of 2^−1074, the smallest double. */
function exactUnits(terms: readonly number[]): bigint {
  const view = new DataView(new ArrayBuffer(8));
  return terms.reduce((total, term) => {
    view.setFloat64(0, term);
    const bits = view.getBigUint64(0);
    const exponent = (bits >> 52n) & 0x7ffn;
    const fraction = bits & 0xfffffffffffffn;
    const size = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
    return bits >> 63n ? total - size : total + size;
  }, 0n);
}

describe("a compensated sum", () => {
  test("keeps what rounding loses", () => {
    expect(sum([])).toBe(0);
    expect(sum([1e100, 1, -1e100])).toBe(1);
    expect(sum([1, 1e100, 1, -1e100])).toBe(2);
    expect(sum(Array<number>(10).fill(0.1))).toBe(1);
    expect(sum(Float64Array.of(1, 2, 3))).toBe(6);
  });

  test("can be read on the way", () => {
    const running = compensatedSum();
    running.add(1e16);
    running.add(1);
    expect(running.value).toBe(1e16);
    running.add(-1e16);
    expect(running.value).toBe(1);
  });

  test("is infinite, not NaN, beyond the largest double", () => {
    expect(sum([1e308, 1e308])).toBe(Number.POSITIVE_INFINITY);
    expect(sum([-1e308, -1e308, 1])).toBe(Number.NEGATIVE_INFINITY);
  });

  test("is within the error bound of the exact sum, whatever the order and the signs", () => {
    // Neumaier's bound: ε |S| + n² ε² Σ|x|, with ε = 2^−53; twice that leaves room for the second order.
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e30, max: 1e30, noNaN: true }), { maxLength: 60 }), (terms) => {
        const exact = exactUnits(terms);
        const size = exactUnits(terms.map(Math.abs));
        const n = BigInt(terms.length);
        const error = exactUnits([sum(terms)]) - exact;
        const bound = (((exact < 0n ? -exact : exact) >> 53n) + ((n * n * size) >> 106n) + 1n) * 2n;
        expect((error < 0n ? -error : error) <= bound).toBe(true);
      }),
      { numRuns: 500, seed: 2 },
    );
  });
});
