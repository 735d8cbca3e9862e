import { fromEdges } from "spillway";
import { matchedPairs } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("matched-pairs: a fair coin says who of each pair is treated", () => {
  const design = matchedPairs({
    pairs: [
      ["a", "d"],
      ["b", "c"],
    ],
  });
  const { of, both } = chances(
    fromEdges([
      ["a", "b"],
      ["b", "c"],
      ["c", "d"],
    ]),
    design,
  );
  expect(of("a")).toBeCloseTo(1 / 2, 14);
  expect(both("a", "d")).toBeCloseTo(0, 14);
  expect(both("a", "b")).toBeCloseTo(1 / 4, 14);
});
