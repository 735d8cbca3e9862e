import { exposureProbabilities, fromEdges, ownArm } from "spillway";
import { bernoulli } from "spillway/designs";
import { changeFromBaseline, exposureRegression, inquire } from "spillway/estimators";
import { expect, test } from "vitest";

const network = fromEdges([], { agents: ["a", "b", "c", "d"] });
const before = { values: Float64Array.from([1, 2, 1, 2]), observed: new Uint8Array(4).fill(1) };
const nobody = new Uint8Array(4);
const data = {
  plan: { arms: ["control", "treated"], agents: network.ids, assignments: [[1, 1, 0, 0]] },
  probabilities: exposureProbabilities(network, bernoulli(), ownArm()),
  outcomes: [4, 7, 1, 4],
  inquiries: [{ name: "own", first: "treated", second: "control" }],
  context: [
    {
      covariates: new Map([["x", before]]),
      rounds: [{ round: 0, arms: nobody, condition: nobody, outcomes: new Map([["outcome", before]]) }],
    },
  ],
};

test("exposure-regression: parallel lines through (1, 4), (2, 7) and (1, 1), (2, 4)", () => {
  const estimators = [exposureRegression({ covariates: ["x"], slopes: "common" })];
  expect(inquire({ ...data, estimators })[0]).toMatchObject({ estimate: expect.closeTo(3, 12) });
});

test("change-from-baseline: changes 3 and 5 against 0 and 2", () => {
  const estimators = [changeFromBaseline({ baseline: [0] })];
  expect(inquire({ ...data, estimators })[0]).toMatchObject({ estimate: expect.closeTo(3, 12) });
});
