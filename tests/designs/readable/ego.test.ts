import { anyTreatedNeighbor, fromEdges } from "spillway";
import { ego } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("ego: all neighbours of an ego are treated by one coin, the ego never", () => {
  const path = fromEdges([
    ["a", "b"],
    ["b", "c"],
    ["c", "d"],
  ]);
  const design = ego({ order: ["b"], probability: 0.4 });
  const { of, both } = chances(path, design);
  expect(of("b")).toBeCloseTo(0, 14);
  expect(both("a", "c")).toBeCloseTo(0.4, 14);
  // d is no neighbour of b.
  expect(of("d")).toBeCloseTo(0, 14);
  expect(chances(path, design, anyTreatedNeighbor()).of("b", "indirect")).toBeCloseTo(0.4, 14);
});
