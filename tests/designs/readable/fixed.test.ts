import { fromEdges } from "spillway";
import { fixed } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("fixed: one of the given assignments, as often as its weight says", () => {
  const design = fixed({
    assignments: [
      [1, 0, 0, 0],
      [0, 0, 1, 1],
    ],
    weights: [3, 1],
  });
  const { of, both } = chances(fromEdges([], { agents: ["a", "b", "c", "d"] }), design);
  expect(of("a")).toBeCloseTo(3 / 4, 14);
  expect(of("b")).toBeCloseTo(0, 14);
  expect(both("c", "d")).toBeCloseTo(1 / 4, 14);
});
