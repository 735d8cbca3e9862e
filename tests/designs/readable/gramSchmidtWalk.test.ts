import { fromEdges } from "spillway";
import { gramSchmidtWalk } from "spillway/designs";
import { expect, test } from "vitest";
import { chances } from "./chances.ts";

test("gram-schmidt-walk: the younger and the older of two agents are both treated with chance 1/2 − φ/4", () => {
  // Ages about their mean are ∓1, so the vectors are (√φ e, ∓√(1 − φ)). The pivot goes to ±1 by a fair coin and takes the
  // other along to ±(1 − φ), which keeps the ages balanced; then the other ends at the same sign with chance 1 − φ/2.
  const phi = 0.3;
  const design = gramSchmidtWalk({ covariates: { age: [7, 9] }, phi });
  const { of, both } = chances(fromEdges([["a", "b"]]), design);
  expect(of("a")).toBeCloseTo(1 / 2, 14);
  expect(both("a", "b")).toBeCloseTo(1 / 2 - phi / 4, 14);
});
