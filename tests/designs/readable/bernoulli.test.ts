import { anyTreatedNeighbor, fromEdges } from "spillway";
import { bernoulli } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("bernoulli: a coin for each agent", () => {
  const path = fromEdges([
    ["a", "b"],
    ["b", "c"],
    ["c", "d"],
  ]);
  const design = bernoulli({ probability: 0.3 });
  const own = chances(path, design);
  expect(own.of("a")).toBeCloseTo(0.3, 14);
  expect(own.both("a", "b")).toBeCloseTo(0.3 * 0.3, 14);
  // Nobody around: the agent and its neighbours, one of a and two of b, are all untreated.
  const near = chances(path, design, anyTreatedNeighbor());
  expect(near.of("a", "none")).toBeCloseTo(0.7 ** 2, 14);
  expect(near.of("b", "none")).toBeCloseTo(0.7 ** 3, 14);
});
