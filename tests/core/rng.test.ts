import { describe, expect, test } from "vitest";
import { type Rng, rng } from "../../src/core/rng.ts";
import { chiSquareQuantile } from "../support/chiSquareQuantile.ts";

const draws = (stream: Rng, count: number): number[] => Array.from({ length: count }, () => stream.uniform());
const integers = (stream: Rng, below: number, count: number): number[] =>
  Array.from({ length: count }, () => stream.integer(below));

describe("a stream", () => {
  test("gives the same numbers for the same seed, now and in every later version", () => {
    expect(draws(rng(1), 5)).toEqual([
      0.8799698402873273, 0.08091226924137818, 0.41050439543511064, 0.20454798429346477, 0.8662187449032076,
    ]);
    expect(integers(rng(1), 1000, 5)).toEqual([685, 706, 550, 808, 953]);
    expect(draws(rng("a"), 5)).toEqual([
      0.5886710515128125, 0.018246584415840816, 0.22977622488224658, 0.42529272472329127, 0.8709594218174771,
    ]);
    expect(integers(rng("a"), 1000, 5)).toEqual([914, 564, 483, 246, 371]);
  });

  test("takes the number 7 and the text 7 for one seed, and tells forks by number from forks by text", () => {
    expect(rng(7).key).toBe(rng("7").key);
    expect(rng(7).fork(1).key).not.toBe(rng(7).fork("1").key);
    expect(rng(7).fork("a").key).not.toBe(rng(8).fork("a").key);
    expect(rng(7).fork("a").fork("b").key).not.toBe(rng(7).fork("a/string:b").key);
  });

  test("has children that do not depend on what was drawn, and draws that do not depend on children", () => {
    const busy = rng("x");
    draws(busy, 100);
    busy.fork("other").uniform();
    expect(draws(busy.fork("child"), 5)).toEqual(draws(rng("x").fork("child"), 5));
    const forked = rng("x");
    forked.uniform();
    draws(forked.fork("child"), 5);
    expect(forked.uniform()).toBe(draws(rng("x"), 2)[1]);
  });

  test("refuses seeds that are no number", () => {
    expect(() => rng(Number.NaN)).toThrow("rng: seed must be a text or a finite number, got NaN");
    expect(() => rng(Number.POSITIVE_INFINITY)).toThrow(
      "rng: seed must be a text or a finite number, got Infinity",
    );
  });
});

describe("streams of neighbouring names are unrelated", () => {
  const N = 4096;
  const SHIFTS = 64;
  // With N pairs a correlation of unrelated streams has standard deviation 1/√N. There are 128 pairings × 5 draws = 640 of them;
  // by Bonferroni one of them exceeds 6/√N with probability at most 640 · 2 · Φ(−6) = 1.3e-6.
  const bound = 6 / Math.sqrt(N);

  const correlation = (x: readonly number[], y: (i: number) => number): number => {
    let [sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0];
    for (let i = 0; i < N; i++) {
      const [a, b] = [x[i]! - 0.5, y(i) - 0.5];
      sx += a;
      sy += b;
      sxx += a * a;
      syy += b * b;
      sxy += a * b;
    }
    return (sxy - (sx * sy) / N) / Math.sqrt((sxx - (sx * sx) / N) * (syy - (sy * sy) / N));
  };

  const largest = (streamOf: (i: number) => Rng): number => {
    const all = Array.from({ length: N + SHIFTS }, (_, i) => draws(streamOf(i), 50));
    let most = 0;
    for (const draw of [1, 2, 5, 10, 50]) {
      const numbers = all.map((stream) => stream[draw - 1]!);
      for (let k = 1; k <= SHIFTS; k++) {
        most = Math.max(most, Math.abs(correlation(numbers, (i) => numbers[i + k]!)));
        most = Math.max(most, Math.abs(correlation(numbers, (i) => numbers[i ^ k]!)));
      }
    }
    return most;
  };

  test("for 4,096 consecutive seeds, at draws 1, 2, 5, 10 and 50", () => {
    expect(largest((i) => rng(i))).toBeLessThan(bound);
  });

  test("for 4,096 consecutive forks of one seed", () => {
    const root = rng("parent");
    expect(largest((i) => root.fork(i))).toBeLessThan(bound);
  });
});

describe("integers", () => {
  test.each([3, 7, 2 ** 31 + 1])(
    "below %d are uniform by a chi-square test that errs once in a million",
    (below) => {
      const [bins, n] = [Math.min(below, 64), 64_000];
      const counts = new Float64Array(bins);
      const stream = rng(`uniform ${below}`);
      let outside = 0;
      for (let i = 0; i < n; i++) {
        const drawn = stream.integer(below);
        if (!(drawn >= 0 && drawn < below)) outside++;
        counts[Math.floor((drawn / below) * bins)]! += 1;
      }
      expect(outside).toBe(0);
      const wanted = n / bins;
      const statistic = counts.reduce((total, count) => total + (count - wanted) ** 2 / wanted, 0);
      expect(statistic).toBeLessThan(chiSquareQuantile(1 - 1e-6, bins - 1));
    },
  );

  test("below 3 · 2^30 have none of the bias that the remainder of a 32-bit word would have", () => {
    const stream = rng("bias");
    const n = 40_000;
    let low = 0;
    for (let i = 0; i < n; i++) if (stream.integer(3 * 2 ** 30) < 2 ** 30) low++;
    // A remainder would give 1/2; the truth is 1/3, and 6 standard deviations are 0.0142.
    expect(Math.abs(low / n - 1 / 3)).toBeLessThan(6 * Math.sqrt(2 / 9 / n));
  });

  test("reach both ends, and refuse what they cannot do", () => {
    expect(integers(rng(1), 1, 3)).toEqual([0, 0, 0]);
    expect(new Set(integers(rng(1), 2, 100))).toEqual(new Set([0, 1]));
    expect(Math.max(...integers(rng(1), 2 ** 32, 100))).toBeGreaterThan(2 ** 31);
    for (const below of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => rng(1).integer(below)).toThrow(
        `rng: below must be an integer from 1 to 4294967296, got ${below}`,
      );
    }
  });
});

test("many uniform numbers at once are those of single draws, before and after", () => {
  const single = draws(rng("many"), 1003);
  const stream = rng("many");
  const together = new Float64Array(1000);
  const first = stream.uniform();
  stream.uniforms(together);
  stream.uniforms(new Float64Array(0));
  expect([first, ...together, stream.uniform(), stream.uniform()]).toEqual(single);
  const fresh = new Float64Array(3);
  rng("many").uniforms(fresh);
  expect([...fresh]).toEqual(single.slice(0, 3));
});

test("uniform numbers have 53 bits and stay below 1", () => {
  const numbers = draws(rng("bits"), 10_000);
  expect(numbers.every((x) => x >= 0 && x < 1 && Number.isInteger(x * 2 ** 53))).toBe(true);
  // The last bit is a fair coin: 6 standard deviations of 10,000 tosses are 300.
  expect(Math.abs(numbers.filter((x) => (x * 2 ** 53) % 2 === 1).length - 5000)).toBeLessThan(300);
});

describe("a seed or a label that is none", () => {
  test.each([
    undefined,
    null,
    {},
    [],
    true,
    7n,
    Symbol("x"),
    Number.NaN,
    2 ** 53,
    -(2 ** 53),
    2 ** 53 + 2,
    1e300,
  ])("is refused in words: %s", (given) => {
    expect(() => rng(given as never)).toThrow(/^rng: seed must be a text or a (finite )?number/);
    if (typeof given !== "number" || Number.isNaN(given))
      expect(() => rng(1).fork(given as never)).toThrow(/^rng: label must be a text or a finite number/);
  });

  test("is none of these", () => {
    const seeds = ["", "x", 0, -1, 0.5, 2 ** 53 - 1, -(2 ** 53 - 1), "9007199254740993", "9007199254740992"];
    expect(new Set(seeds.map((seed) => rng(seed).key)).size).toBe(seeds.length);
  });
});
