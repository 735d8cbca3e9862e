import { exposureProbabilities, fromEdges, ownArm } from "spillway";
import { bipartite } from "spillway/designs";
import { exposureReweightedLinear, inquire } from "spillway/estimators";
import { expect, test } from "vitest";

test("exposure-reweighted-linear: the exposure less its mean, over its variance, times the outcome", () => {
  const network = fromEdges(
    [
      ["u", "a"],
      ["u", "b"],
      ["v", "b"],
    ],
    { directed: true },
  );
  const [row] = inquire({
    plan: { arms: ["control", "treated"], agents: network.ids, assignments: [[0, 0, 1, 0]] },
    probabilities: exposureProbabilities(network, bipartite(), ownArm()),
    outcomes: [3, 4, 0, 0],
    inquiries: [{ kind: "global", name: "gate" }],
    estimators: [exposureReweightedLinear()],
  });
  // a sees u alone: (1 − 1/2)/(1/4) = 2. b sees one of two: a share of 1/2, as on average. (2 × 3 + 0 × 4)/2.
  expect(row && "estimate" in row ? row.estimate : row).toBeCloseTo(3, 12);
});
