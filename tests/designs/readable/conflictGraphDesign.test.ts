import { fromEdges } from "spillway";
import { conflictGraphDesign } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("conflict-graph: neighbours yield to one another in their order", () => {
  // Two neighbours conflict: λ is that of ((1, 1), (1, 1)), 2, so each desires treatment with p = 1/(2rλ) = 1/4, and
  // something with 1/2. The first gets it; the second only when the first desires nothing.
  const design = conflictGraphDesign({ target: "direct", r: 1 });
  const { of, both } = chances(fromEdges([["a", "b"]]), design);
  expect([of("a"), of("b")].sort()).toEqual([1 / 8, 1 / 4]);
  expect(both("a", "b")).toBeCloseTo(0, 14);
  // Without neighbours λ = 1: everybody has a fair coin.
  expect(chances(fromEdges([], { agents: ["a", "b", "c", "d"] }), design).both("a", "b")).toBeCloseTo(
    1 / 4,
    14,
  );
});
