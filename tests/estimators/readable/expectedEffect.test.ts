import { bernoulli } from "spillway/designs";
import { expectedEffect } from "spillway/estimators";
import { expect, test } from "vitest";
import { estimateOf } from "./estimateOf.ts";

test("expected-effect: outcomes over the probability of the arm, treated less untreated, over everybody", () => {
  const unequal = bernoulli({ probability: [0.5, 0.25, 0.5, 0.5] });
  // (4/0.5 + 6/0.25 − 1/0.5 − 3/0.5)/4.
  expect(estimateOf(expectedEffect(), unequal, [1, 1, 0, 0], [4, 6, 1, 3])).toBeCloseTo(6, 12);
});
