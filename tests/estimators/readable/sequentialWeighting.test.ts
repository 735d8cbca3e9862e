import { exposureProbabilities, fromEdges, ownArm } from "spillway";
import { bernoulli } from "spillway/designs";
import { inquire, sequentialWeighting } from "spillway/estimators";
import { expect, test } from "vitest";

test("sequential-weighting: those who stayed in the arm count by the inverse of how likely that was", () => {
  const network = fromEdges([], { agents: ["a", "b", "c", "d", "e", "f", "g", "h"] });
  const observed = new Uint8Array(8).fill(1);
  const round = (t: number, arms: number[], y: number[]) => ({
    ...{ round: t, arms: Uint8Array.from(arms), condition: Uint8Array.from(arms) },
    outcomes: new Map([["outcome", { values: Float64Array.from(y), observed }]]),
  });
  const [first, second] = [
    [1, 1, 1, 1, 0, 0, 0, 0],
    [1, 1, 1, 0, 0, 1, 0, 1],
  ];
  const outcomes = [4, 6, 8, 0, 1, 0, 5, 0];
  const [row] = inquire({
    plan: { arms: ["control", "treated"], agents: network.ids, assignments: [second!] },
    probabilities: exposureProbabilities(network, bernoulli(), ownArm()),
    outcomes,
    context: [{ rounds: [round(1, first!, [1, 1, 1, 1, 0, 0, 0, 0]), round(2, second!, outcomes)] }],
    inquiries: [{ name: "always", first: "treated", second: "control" }],
    estimators: [sequentialWeighting({ covariates: [] })],
  });
  // All histories are alike, so weights are, too: a, b and c were always treated, e and g never.
  expect(row && "estimate" in row ? row.estimate : row).toBeCloseTo((4 + 6 + 8) / 3 - (1 + 5) / 2, 8);
});
