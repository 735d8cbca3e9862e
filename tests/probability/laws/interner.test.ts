import { expect, it } from "vitest";
import { interner } from "../../../src/probability/laws/interner.ts";

it("gives equal sequences equal numbers and different ones different numbers, also when the table grows", () => {
  const numbers = interner();
  const numberOf = (sequence: readonly number[]): number =>
    sequence.reduce((state, symbol) => numbers.step(state, symbol), -2);
  const sequences = Array.from({ length: 3000 }, (_, k) => [k % 7, Math.floor(k / 7) % 11, k]);
  const first = sequences.map(numberOf);
  expect(new Set(first).size).toBe(3000);
  expect(sequences.map(numberOf)).toEqual(first);
  // 7 first symbols, 7 × 11 pairs, 3,000 whole sequences.
  expect(numbers.size).toBe(7 + 77 + 3000);
});

it("tells starting states apart, and the order of symbols", () => {
  const numbers = interner();
  const seen = [-2, -3, -4].flatMap((start) =>
    [0, 1, 2 ** 31 - 1].map((symbol) => numbers.step(start, symbol)),
  );
  expect(new Set(seen).size).toBe(9);
  const there = numbers.step(numbers.step(-2, 5), 6);
  const back = numbers.step(numbers.step(-2, 6), 5);
  expect(there).not.toBe(back);
});

it("gives −1 for what is new when there is no room, still knows the old, and stays at −1", () => {
  const numbers = interner(2);
  expect([numbers.step(-2, 1), numbers.step(-2, 2), numbers.step(-2, 3)]).toEqual([0, 1, -1]);
  expect(numbers.step(-2, 2)).toBe(1);
  expect(numbers.step(-1, 1)).toBe(-1);
  expect(numbers.size).toBe(2);
});
