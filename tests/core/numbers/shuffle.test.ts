import { describe, expect, test } from "vitest";
import { shuffle } from "../../../src/core/numbers/shuffle.ts";
import { rng } from "../../../src/core/rng.ts";
import { everySequence } from "../everySequence.ts";
import { tally } from "../tally.ts";

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

describe("a shuffle", () => {
  test.each([0, 1, 2, 3, 4, 5])("of %d items gives every order equally often over all its draws", (n) => {
    const orders = everySequence((stream) =>
      shuffle(
        stream,
        Array.from({ length: n }, (_, i) => i),
      ).join(),
    );
    const counts = tally(orders);
    expect(counts.size).toBe(factorial(n));
    expect(new Set(counts.values()).size).toBe(1);
  });

  test("works in place on arrays and typed arrays, and loses nothing", () => {
    const items = ["a", "b", "c", "d"];
    expect(shuffle(rng(1), items)).toBe(items);
    expect([...items].sort()).toEqual(["a", "b", "c", "d"]);
    expect([...shuffle(rng(2), Uint8Array.of(3, 1, 2))].sort()).toEqual([1, 2, 3]);
  });
});
