import { fromEdges } from "spillway";
import { blocked } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("blocked: one of each block", () => {
  const { of, both } = chances(
    fromEdges([], { agents: ["a", "b", "c", "d"] }),
    blocked({ blocks: ["x", "x", "y", "y"], treated: 1 }),
  );
  expect(of("a")).toBeCloseTo(1 / 2, 14);
  // a and b are a block, of which one is treated; blocks are independent.
  expect(both("a", "b")).toBeCloseTo(0, 14);
  expect(both("a", "c")).toBeCloseTo(1 / 4, 14);
});
