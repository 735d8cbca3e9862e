import { exposureProbabilities, fromEdges, ownArm } from "spillway";
import { bernoulli } from "spillway/designs";
import { generalizedPropensity, inquire } from "spillway/estimators";
import { expect, test } from "vitest";

test("generalized-propensity: within each level of the covariate, agents stand for all of that level", () => {
  const network = fromEdges([], { agents: ["a", "b", "c", "d", "e", "f", "g", "h"] });
  const [row] = inquire({
    plan: { arms: ["control", "treated"], agents: network.ids, assignments: [[1, 0, 0, 0, 1, 1, 1, 0]] },
    probabilities: exposureProbabilities(network, bernoulli(), ownArm()),
    outcomes: [2, 0, 0, 0, 12, 12, 12, 10],
    context: [
      {
        covariates: new Map([
          ["x", { values: Float64Array.from([0, 0, 0, 0, 1, 1, 1, 1]), observed: new Uint8Array(8).fill(1) }],
        ]),
      },
    ],
    inquiries: [{ name: "own", first: "treated", second: "control" }],
    estimators: [generalizedPropensity({ covariates: ["x"] })],
  });
  // One in four is treated where x is 0, three in four where x is 1: (2 + 12)/2 − (0 + 10)/2, where plain means differ by 9.5 − 2.5.
  expect(row && "estimate" in row ? row.estimate : row).toBeCloseTo(2, 8);
});
