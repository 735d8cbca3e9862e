import { bernoulli } from "spillway/designs";
import { horvitzThompson } from "spillway/estimators";
import { expect, test } from "vitest";
import { estimateOf } from "./estimateOf.ts";

const unequal = bernoulli({ probability: [0.5, 0.25, 0.5, 0.5] });
const arms = [1, 1, 0, 0];
const outcomes = [4, 6, 1, 3];

test("horvitz-thompson: each outcome over its probability, over the number of agents", () => {
  // Treated (4/0.5 + 6/0.25)/4 = 8, untreated (1/0.5 + 3/0.5)/4 = 2.
  expect(estimateOf(horvitzThompson(), unequal, arms, outcomes)).toBeCloseTo(6, 14);
});

test("horvitz-thompson: nobody in a condition counts as 0", () => {
  // Treated (1/0.5 + 1/0.25 + 1/0.5 + 1/0.5)/4 = 2.5.
  expect(estimateOf(horvitzThompson(), unequal, [1, 1, 1, 1], [1, 1, 1, 1])).toBeCloseTo(2.5, 14);
});
