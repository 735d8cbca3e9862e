import { fromEdges } from "spillway";
import { gramSchmidtWalk } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("gram-schmidt-walk: two agents alike are both treated with chance φ/4", () => {
  // The pivot goes to ±1 by a fair coin and takes the other, whose vector is (√(1 − φ), √φ) too, to ∓(1 − φ). Then the other
  // has the same sign with chance (1 − (1 − φ))/2 = φ/2.
  const phi = 0.3;
  const design = gramSchmidtWalk({ covariates: { age: [7, 7] }, phi });
  const { of, both } = chances(fromEdges([["a", "b"]]), design);
  expect(of("a")).toBeCloseTo(1 / 2, 14);
  expect(both("a", "b")).toBeCloseTo(phi / 4, 14);
});
