import { fromEdges } from "spillway";
import { randomizedGraphCluster } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("randomized-graph-cluster: who is next to everybody is in every cluster with them", () => {
  const triangles = fromEdges([
    ["a", "b"],
    ["b", "c"],
    ["c", "a"],
    ["d", "e"],
    ["e", "f"],
    ["f", "d"],
  ]);
  const { of, both } = chances(triangles, randomizedGraphCluster());
  expect(of("a")).toBeCloseTo(1 / 2, 14);
  // However clusters are drawn, a triangle is one, with one coin.
  expect(both("a", "c")).toBeCloseTo(1 / 2, 14);
  expect(both("a", "d")).toBeCloseTo(1 / 4, 14);
});
