import { describe, expect, test } from "vitest";
import { subset } from "../../../src/core/numbers/subset.ts";
import { rng } from "../../../src/core/rng.ts";
import { everySequence } from "../everySequence.ts";
import { tally } from "../tally.ts";

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
const cases = [0, 1, 2, 3, 4, 5].flatMap((n) =>
  Array.from({ length: n + 1 }, (_, size) => [n, size] as const),
);

describe("a random subset", () => {
  test.each(cases)("of %d with %d members is each set equally often over all draws", (n, size) => {
    const sets = everySequence((stream) => subset(stream, n, size).join(""));
    const counts = tally(sets);
    expect(counts.size).toBe(choose(n, size));
    expect(new Set(counts.values()).size).toBe(1);
    for (const marks of counts.keys()) expect([...marks].filter((mark) => mark === "1").length).toBe(size);
  });

  test("refuses sizes that cannot be", () => {
    for (const size of [-1, 4, 1.5, Number.NaN]) {
      expect(() => subset(rng(1), 3, size)).toThrow(
        `subset: size must be an integer from 0 to 3, got ${size}`,
      );
    }
  });
});
