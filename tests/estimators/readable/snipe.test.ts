import { exposureProbabilities, fromEdges, ownArm } from "spillway";
import { bernoulli } from "spillway/designs";
import { inquire, snipe } from "spillway/estimators";
import { expect, test } from "vitest";

const pair = fromEdges([["a", "b"]]);

test("snipe: with fair coins and order 1, an outcome counts 2 for each treated coin near it and −2 for each other", () => {
  const [row] = inquire({
    plan: { arms: ["control", "treated"], agents: pair.ids, assignments: [[1, 1]] },
    probabilities: exposureProbabilities(pair, bernoulli(), ownArm()),
    outcomes: [3, 5],
    inquiries: [{ kind: "global", name: "gate" }],
    estimators: [snipe()],
  });
  // Both agents see two treated coins: (3 × 4 + 5 × 4)/2.
  expect(row && "estimate" in row ? row.estimate : row).toBeCloseTo(16, 12);
});
