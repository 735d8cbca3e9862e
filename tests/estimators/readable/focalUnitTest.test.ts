import { complete } from "spillway/designs";
import { focalUnitTest, type TestResult } from "spillway/estimators";
import { expect, test } from "vitest";
import { testOf } from "./testOf.ts";

const two = complete({ treated: 2 });
const arms = [1, 0, 1, 0, 0, 0];

test("focal-unit-test: with a, d and f focal, one of b, c and e is treated: three assignments", () => {
  const test = focalUnitTest({ focals: ["a", "d", "f"], statistic: "edges" });
  const row = testOf(test, two, arms, [2, 1, 3, 5, 2, 4], { hypothesis: "no-spillover" }) as TestResult;
  // Pairs a–b, d–c, d–e, f–e. Treated is c: mean 5 of d, less the mean of 2 (a), 5 (d) and 4 (f).
  expect(row.statistic).toBeCloseTo(5 - 11 / 3, 12);
  expect(row).toMatchObject({ assignments: 3, listed: true, population: 3, excluded: ["b", "c", "e"] });
  // With b it is 2 − 14/3, with e 4.5 − 3.5: one of three is as large.
  expect(row.p).toBeCloseTo(2 / 3, 12);
});

test("focal-unit-test: beyond distance 1 the neighbours of a focal agent are held fixed, too", () => {
  const row = testOf(focalUnitTest({ focals: ["a"] }), two, arms, [2, 1, 3, 5, 2, 4], {
    hypothesis: "no-spillover",
    distance: 1,
  });
  // a is treated and b is not: the other one is c, d, e or f.
  expect(row).toMatchObject({ assignments: 4, population: 1 });
});

test("focal-unit-test: a stranger is an error", () => {
  const test = focalUnitTest({ focals: ["z"] });
  expect(() => testOf(test, two, arms, [1, 2, 3, 4, 5, 6], { hypothesis: "no-spillover" })).toThrow(
    'focal-unit-test: focal agent "z" is not in the network',
  );
});
