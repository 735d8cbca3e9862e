import { bernoulli } from "spillway/designs";
import { hajek } from "spillway/estimators";
import { expect, test } from "vitest";
import { estimateOf } from "./estimateOf.ts";

const unequal = bernoulli({ probability: [0.5, 0.25, 0.5, 0.5] });
const arms = [1, 1, 0, 0];
const outcomes = [4, 6, 1, 3];

test("hajek: means with one over the probability as weight", () => {
  // Treated (4/0.5 + 6/0.25)/(1/0.5 + 1/0.25) = 32/6, untreated (1/0.5 + 3/0.5)/(1/0.5 + 1/0.5) = 2.
  expect(estimateOf(hajek(), unequal, arms, outcomes)).toBeCloseTo(32 / 6 - 2, 14);
});

test("hajek: adding 100 to all outcomes changes nothing", () => {
  const more = outcomes.map((one) => one + 100);
  expect(estimateOf(hajek(), unequal, arms, more)).toBeCloseTo(32 / 6 - 2, 12);
});

test("hajek: nobody in a condition is no estimate", () => {
  expect(estimateOf(hajek(), unequal, [1, 1, 1, 1], outcomes)).toBe("no agent is in condition control");
});
