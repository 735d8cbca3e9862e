import { complete } from "spillway/designs";
import { randomizationTest, type TestResult } from "spillway/estimators";
import { expect, test } from "vitest";
import { testOf } from "./testOf.ts";

const three = complete({ treated: 3 });
const ask = { hypothesis: "no-effect" };

test("randomization-test: the largest of the 20 differences that the design can give", () => {
  const greater = randomizationTest({ statistic: "difference", alternative: "greater" });
  const row = testOf(greater, three, [1, 1, 1, 0, 0, 0], [9, 8, 7, 3, 2, 1], ask) as TestResult;
  expect(row).toMatchObject({ statistic: 6, assignments: 20, listed: true, claim: "randomized" });
  expect(row.p).toBeCloseTo(1 / 20, 12);
  expect(row.warnings).toEqual([]);
});

test("randomization-test: two-sided it is twice that, and cannot reach 0.05", () => {
  const row = testOf(randomizationTest(), three, [1, 1, 1, 0, 0, 0], [9, 8, 7, 3, 2, 1], ask) as TestResult;
  expect(row.p).toBeCloseTo(2 / 20, 12);
  expect(row.warnings[0]).toMatch(/^this test cannot reach 0.05: its statistic is the most extreme one/);
});

test("randomization-test: with fewer than 20 assignments it says so", () => {
  const row = testOf(
    randomizationTest(),
    complete({ treated: 1 }),
    [1, 0, 0, 0, 0, 0],
    [9, 8, 7, 3, 2, 1],
    ask,
  );
  expect((row as TestResult).warnings).toEqual([
    "this test cannot reach 0.05: only 6 assignments are possible, and it takes 20; p is at least 0.333 whatever the outcomes",
  ]);
});

test("randomization-test: agents without an outcome are left out, and that is said", () => {
  const row = testOf(randomizationTest(), three, [1, 1, 1, 0, 0, 0], [9, undefined, 7, 3, 2, 1], ask);
  expect(row).toMatchObject({
    population: 5,
    excluded: ["b"],
    notes: [
      "1 outcome is missing and these agents left out: the test is valid only if the assignment does not decide who answers",
    ],
  });
});

test("randomization-test: another hypothesis is not its own", () => {
  expect(
    testOf(randomizationTest(), three, [1, 1, 1, 0, 0, 0], [1, 2, 3, 4, 5, 6], { hypothesis: "no-spilover" }),
  ).toBe(
    'randomization-test tests the hypothesis no-effect, and this one is "no-spilover" (did you mean "no-spillover"?)',
  );
});
