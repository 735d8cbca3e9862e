import { bernoulli } from "spillway/designs";
import { differenceInMeans } from "spillway/estimators";
import { expect, test } from "vitest";
import { estimateOf } from "./estimateOf.ts";

const unequal = bernoulli({ probability: [0.5, 0.25, 0.5, 0.5] });
const arms = [1, 1, 0, 0];
const outcomes = [4, 6, 1, 3];

test("difference-in-means: a mean less a mean, whatever the probabilities", () => {
  // (4 + 6)/2 − (1 + 3)/2.
  expect(estimateOf(differenceInMeans(), unequal, arms, outcomes)).toBeCloseTo(3, 14);
});
