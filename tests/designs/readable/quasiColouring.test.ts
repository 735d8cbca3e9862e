import { fromEdges } from "spillway";
import { quasiColouring } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("quasi-colouring: on a square neighbours are treated, never the two across", () => {
  // With neighbours treated everybody has one treated neighbour: imbalance 0. With two across, the treated have none.
  const square = fromEdges([
    ["a", "b"],
    ["b", "c"],
    ["c", "d"],
    ["d", "a"],
  ]);
  const { of, both } = chances(square, quasiColouring({ treated: 2, imbalance: 0 }));
  expect(of("a")).toBeCloseTo(1 / 2, 14);
  expect(both("a", "b")).toBeCloseTo(1 / 4, 14);
  expect(both("a", "c")).toBeCloseTo(0, 14);
});
