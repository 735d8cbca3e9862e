import { fromEdges } from "spillway";
import { graphCluster } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("graph-cluster: two triangles apart are two clusters, each with a coin", () => {
  const triangles = fromEdges([
    ["a", "b"],
    ["b", "c"],
    ["c", "a"],
    ["d", "e"],
    ["e", "f"],
    ["f", "d"],
  ]);
  const { of, both } = chances(triangles, graphCluster({ probability: 0.4 }));
  expect(of("a")).toBeCloseTo(0.4, 14);
  expect(both("a", "c")).toBeCloseTo(0.4, 14);
  expect(both("a", "d")).toBeCloseTo(0.4 * 0.4, 14);
});
