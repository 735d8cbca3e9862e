import { fromEdges } from "spillway";
import { twoStage } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("two-stage: one of two groups has one treated, the other none", () => {
  const design = twoStage({
    groups: ["x", "x", "y", "y"],
    saturations: [
      { treated: 0, groups: 1 },
      { treated: 1, groups: 1 },
    ],
  });
  const { of, both } = chances(fromEdges([], { agents: ["a", "b", "c", "d"] }), design);
  // Its group is the one, and it is the one of two.
  expect(of("a")).toBeCloseTo((1 / 2) * (1 / 2), 14);
  expect(both("a", "b")).toBeCloseTo(0, 14);
  expect(both("a", "c")).toBeCloseTo(0, 14);
});
