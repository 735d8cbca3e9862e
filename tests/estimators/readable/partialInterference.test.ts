import { exposureProbabilities, fromEdges, ownArm } from "spillway";
import { bernoulli } from "spillway/designs";
import { inquire, partialInterference } from "spillway/estimators";
import { expect, test } from "vitest";

test("partial-interference: under the policy that the design was, a mean over groups of outcomes over the chance of the arm", () => {
  const network = fromEdges([], { agents: ["a", "b", "c", "d"] });
  const [row] = inquire({
    plan: { arms: ["control", "treated"], agents: network.ids, assignments: [[1, 0, 1, 0]] },
    probabilities: exposureProbabilities(network, bernoulli(), ownArm()),
    outcomes: [4, 1, 6, 3],
    context: [{ clusters: { names: ["1", "2"], of: Uint32Array.from([0, 0, 1, 1]) } }],
    inquiries: [{ kind: "policy", name: "direct", effect: "direct", saturation: 0.5 }],
    estimators: [partialInterference()],
  });
  // Each group: (treated − untreated) × 2 / 2 agents. 3 and 3.
  expect(row && "estimate" in row ? row.estimate : row).toBeCloseTo(3, 12);
});
