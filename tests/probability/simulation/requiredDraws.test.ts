import { expect, test } from "vitest";
import { requiredDraws } from "../../../src/probability/simulation/requiredDraws.ts";
import { readGolden } from "../../support/readGolden.ts";

const golden = readGolden<{
  input: { rel_sd: number; pi: number };
  expected: { requiredR: number };
}>("b06-montecarlo-smoothing");

test("golden b06: probability 0.01 to within 5 % takes 39,600 draws", () => {
  expect(requiredDraws(golden.input.pi, golden.input.rel_sd)).toBe(golden.expected.requiredR);
});

test("a certain condition needs no draw, a fair coin known to 1 % ten thousand, and parts of a draw are whole draws", () => {
  expect(requiredDraws(1, 0.1)).toBe(0);
  expect(requiredDraws(0.5, 0.01)).toBe(10_000);
  // (1 − 0.3)/(0.3 × 0.04) = 58.33…
  expect(requiredDraws(0.3, 0.2)).toBe(59);
});

test.each([
  [0, 0.1, "requiredDraws: probability must be a number above 0 and at most 1, got 0"],
  [1.1, 0.1, "requiredDraws: probability must be a number above 0 and at most 1, got 1.1"],
  [Number.NaN, 0.1, "requiredDraws: probability must be a number above 0 and at most 1, got NaN"],
  [0.5, 0, "requiredDraws: relativeError must be a number above 0, got 0"],
])("refuses probability %d with relative error %d", (probability, relativeError, message) => {
  expect(() => requiredDraws(probability, relativeError)).toThrow(message);
});
