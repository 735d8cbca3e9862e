import { exposureProbabilities, fromEdges, ownArm } from "spillway";
import { rollout } from "spillway/designs";
import { inquire, rolloutInterpolation } from "spillway/estimators";
import { expect, test } from "vitest";

test("rollout-interpolation: the line through the means of two stages, from nobody to everybody", () => {
  const network = fromEdges([], { agents: ["a", "b", "c", "d"] });
  const design = rollout({ treated: [1] });
  const observed = new Uint8Array(4).fill(1);
  const rounds = [
    [1, 1, 1, 1],
    [1, 1, 3, 1],
  ].map((y, r) => ({
    ...{ round: r + 1, arms: new Uint8Array(4), condition: new Uint8Array(4) },
    outcomes: new Map([["outcome", { values: Float64Array.from(y), observed }]]),
  }));
  const [row] = inquire({
    plan: { arms: ["never", "stage-1"], agents: network.ids, assignments: [[0, 0, 1, 0]] },
    probabilities: exposureProbabilities(network, design, ownArm()),
    outcomes: [1, 1, 3, 1],
    context: [{ rounds }],
    inquiries: [{ kind: "global", name: "gate" }],
    estimators: [rolloutInterpolation()],
  });
  // The mean rises by 1/2 from a share of 0 to a share of 1/4.
  expect(row && "estimate" in row ? row.estimate : row).toBeCloseTo(2, 12);
});
