import { expect, test } from "vitest";
import { complete } from "../../../designs/index.ts";
import {
  bicliqueTest,
  type Estimator,
  estimate,
  focalUnitTest,
  imputationTest,
  inquire,
  randomizationTest,
  type TestInquiry,
} from "../../../estimators/index.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { tiny } from "../../support/tinyWorlds.ts";

const network = tiny(4, [
  [0, 1],
  [1, 2],
  [2, 3],
]);
const request = {
  plan: { arms: ["control", "treated"], agents: network.ids, assignments: [[1, 0, 1, 0]] },
  probabilities: exposureProbabilities(network, complete({ treated: 2 }), anyTreatedNeighbor()),
  outcomes: [1, 2, 3, 4],
};
const all = [randomizationTest(), focalUnitTest(), bicliqueTest(), imputationTest()];
const ask = (estimator: Estimator, inquiry: Omit<TestInquiry, "kind" | "name">): unknown => {
  const [row] = inquire({
    ...request,
    inquiries: [{ kind: "test", name: "test", ...inquiry }],
    estimators: [estimator],
  });
  return "because" in row! ? row.because : row;
};

test.each(all.map((one) => [one.name, one] as const))(
  "%s has no answer to another hypothesis, to none, and to a contrast",
  (name, one) => {
    for (const hypothesis of ["no-effects", "", "constructor"])
      expect(ask(one, { hypothesis })).toMatch(
        new RegExp(
          `^${name} tests the hypothesis [a-z-]+, and this one is "[a-z-]*" \\((one of|did you mean)`,
        ),
      );
    const [row] = estimate({ ...request, contrasts: { own: ["direct", "none"] }, estimators: [one] });
    expect(row).toMatchObject({
      estimator: name,
      because: `${name} answers no contrast of two conditions, but inquiries of the kind test: ask one, or name another estimator`,
    });
  },
);

test.each([
  [
    randomizationTest(),
    { hypothesis: "no-effect", distance: 1 },
    "no-effect has no distance, got 1: leave it out, or ask for no-spillover",
  ],
  [
    randomizationTest(),
    { hypothesis: "no-effect", first: "none" },
    "the inquiry names its first condition only: name both, or neither",
  ],
  [
    randomizationTest(),
    { hypothesis: "no-effect", first: "none", second: "none" },
    'first and second must be two different conditions, got "none" twice',
  ],
  [
    bicliqueTest(),
    { hypothesis: "equal-conditions", second: "none" },
    "the inquiry names its second condition only: name both, or neither",
  ],
  [
    bicliqueTest(),
    { hypothesis: "no-spillover" },
    'biclique-test tests the hypothesis equal-conditions, and this one is "no-spillover": ask focal-unit-test and imputation-test',
  ],
  [
    focalUnitTest(),
    { hypothesis: "no-spillover", first: "none", second: "direct" },
    "no-spillover is about no two conditions: leave first and second out, or ask for equal-conditions",
  ],
  [
    imputationTest(),
    { hypothesis: "no-spillover", distance: -1 },
    "distance must be a whole number of at least 0, got -1",
  ],
] as const)("%# what a hypothesis cannot have is said", (estimator, inquiry, words) => {
  expect(ask(estimator, inquiry)).toContain(words);
});

test("a condition that does not exist is an error, as in a contrast", () => {
  expect(() =>
    ask(bicliqueTest(), { hypothesis: "equal-conditions", first: "indirekt", second: "none" }),
  ).toThrow('did you mean "indirect"');
});

test("outcomes of any size are tested alike", () => {
  const p = [1, 1e200, 1e-200].map((size) => {
    const outcomes = request.outcomes.map((y) => y * size);
    const inquiries = [{ kind: "test", name: "t", hypothesis: "no-effect" }] as const;
    const [row] = inquire({ ...request, outcomes, inquiries, estimators: [randomizationTest()] });
    return (row as { p: number }).p;
  });
  expect(new Set(p).size).toBe(1);
});
