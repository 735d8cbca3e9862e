import { complete, rerandomized } from "spillway/designs";
import { imputationTest, type TestResult } from "spillway/estimators";
import { expect, test } from "vitest";
import { testOf } from "./testOf.ts";

const arms = [1, 0, 1, 0, 0, 0];

test("imputation-test: every assignment of the design is compared, and p is twice a share", () => {
  const row = testOf(imputationTest(), complete({ treated: 2 }), arms, [2, 1, 3, 5, 2, 4], {
    hypothesis: "no-spillover",
  }) as TestResult;
  expect(row).toMatchObject({ assignments: 15, listed: true, population: 6, excluded: [] });
  // p is a multiple of 2/15, or 1.
  const steps = (row.p * 15) / 2;
  expect(row.p === 1 || Math.abs(steps - Math.round(steps)) < 1e-12).toBe(true);
});

test("imputation-test: it takes any design, and the same seed gives the same bits", () => {
  const design = rerandomized({
    base: { kind: "complete", treated: 2 },
    covariates: { age: [1, 2, 3, 4, 5, 6] },
    accept: 0.5,
  });
  const ask = () =>
    testOf(imputationTest({ seed: 4 }), design, [1, 0, 0, 0, 0, 1], [2, 1, 3, 5, 2, 4], {
      hypothesis: "no-spillover",
      distance: 1,
    });
  expect(ask()).toEqual(ask());
  expect(ask()).toHaveProperty("p");
});

test("imputation-test: a distance is a whole number", () => {
  const row = testOf(imputationTest(), complete({ treated: 2 }), arms, [1, 2, 3, 4, 5, 6], {
    hypothesis: "no-spillover",
    distance: 0.5,
  });
  expect(row).toMatch(/^distance must be a whole number of at least 0, got 0.5/);
});
