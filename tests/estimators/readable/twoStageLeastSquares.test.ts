import { exposureProbabilities, fromEdges, ownArm } from "spillway";
import { bernoulli } from "spillway/designs";
import { inquire, twoStageLeastSquares } from "spillway/estimators";
import { expect, test } from "vitest";

test("two-stage-least-squares: without errors the equilibrium of the model is found", () => {
  const network = fromEdges([
    ["a", "b"],
    ["b", "c"],
    ["c", "d"],
    ["d", "e"],
    ["e", "f"],
  ]);
  const arms = [1, 0, 0, 1, 0, 0];
  const around: readonly (readonly number[])[] = [[1], [0, 2], [1, 3], [2, 4], [3, 5], [4]];
  const mean = (x: readonly number[], i: number): number =>
    around[i]!.reduce((sum, j) => sum + x[j]!, 0) / around[i]!.length;
  let outcomes: number[] = [0, 0, 0, 0, 0, 0];
  for (let round = 0; round < 100; round++)
    outcomes = arms.map((z, i) => 1 + 2 * z + mean(arms, i) + 0.5 * mean(outcomes, i));
  const [row] = inquire({
    plan: { arms: ["control", "treated"], agents: network.ids, assignments: [arms] },
    probabilities: exposureProbabilities(network, bernoulli(), ownArm()),
    outcomes,
    inquiries: [{ kind: "global", name: "gate" }],
    estimators: [twoStageLeastSquares()],
  });
  // (2 + 1)/(1 − 0.5).
  expect(row && "estimate" in row ? row.estimate : row).toBeCloseTo(6, 8);
});
