import { fromEdges } from "spillway";
import { rerandomized } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("rerandomized: of the six choices of two only the two balanced ones are left", () => {
  // Ages 1 and 4 against 2 and 3, or the other way round, have the same mean; no other two and two have.
  const design = rerandomized({
    base: { kind: "complete", treated: 2 },
    covariates: { age: [1, 2, 3, 4] },
    threshold: 0.01,
  });
  const { of, both } = chances(fromEdges([], { agents: ["a", "b", "c", "d"] }), design);
  expect(of("a")).toBeCloseTo(1 / 2, 14);
  expect(both("a", "d")).toBeCloseTo(1 / 2, 14);
  expect(both("a", "b")).toBeCloseTo(0, 14);
});
