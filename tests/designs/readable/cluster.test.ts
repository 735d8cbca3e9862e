import { anyTreatedNeighbor, fromEdges } from "spillway";
import { cluster } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("cluster: one of two clusters is treated as a whole", () => {
  const path = fromEdges([
    ["a", "b"],
    ["b", "c"],
    ["c", "d"],
  ]);
  const design = cluster({ clusters: ["x", "x", "y", "y"], treated: 1 });
  expect(chances(path, design).both("a", "b")).toBeCloseTo(1 / 2, 14);
  expect(chances(path, design).both("b", "c")).toBeCloseTo(0, 14);
  // a and its only neighbour are a cluster. b and c always have somebody treated around: each other, or their own.
  const near = chances(path, design, anyTreatedNeighbor());
  expect(near.of("a", "both")).toBeCloseTo(1 / 2, 14);
  expect(near.of("b", "indirect")).toBeCloseTo(1 / 2, 14);
  expect(near.of("b", "none")).toBeCloseTo(0, 14);
});
