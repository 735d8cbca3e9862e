import { complete } from "spillway/designs";
import { bicliqueTest, type TestResult } from "spillway/estimators";
import { expect, test } from "vitest";
import { testOf } from "./testOf.ts";

const one = complete({ treated: 1 });
const equal = { hypothesis: "equal-conditions", first: "indirect", second: "none" };

test("biclique-test: one of six is treated, the others are indirect or none", () => {
  const test = bicliqueTest({ hold: "nothing", leastAssignments: 3, leastUnits: 2, statistic: "difference" });
  const row = testOf(test, one, [0, 1, 0, 0, 0, 0], [6, 1, 5, 2, 1, 2], equal) as TestResult;
  // Treating a, b or c leaves d, e and f; d hears from c only, so it is the only one whose condition differs.
  expect(row.assignments).toBe(3);
  expect(row.p).toBeGreaterThanOrEqual(1 / 3);
  expect(row.warnings[0]).toMatch(
    /^this test cannot reach 0.05: only 3 assignments are possible in the biclique/,
  );
});

test("biclique-test: it needs two conditions", () => {
  expect(
    testOf(bicliqueTest(), one, [0, 1, 0, 0, 0, 0], [1, 2, 3, 4, 5, 6], { hypothesis: "equal-conditions" }),
  ).toBe("biclique-test needs two conditions, first and second, of none, indirect, direct, both");
});
