import { exposureProbabilities, fromEdges, ownArm } from "spillway";
import { twoStage } from "spillway/designs";
import { inquire, twoStageEffects } from "spillway/estimators";
import { expect, test } from "vitest";

test("two-stage-effects: means of groups are compared, and each group counts the same", () => {
  const network = fromEdges([], { agents: ["a", "b", "c", "d", "e", "f", "g", "h"] });
  const design = twoStage({
    groups: ["1", "1", "2", "2", "3", "3", "4", "4"],
    saturations: [
      { share: 0, groups: 2 },
      { share: 0.5, groups: 2 },
    ],
  });
  const rows = inquire({
    plan: { arms: ["control", "treated"], agents: network.ids, assignments: [[0, 0, 0, 0, 1, 0, 0, 1]] },
    probabilities: exposureProbabilities(network, design, ownArm()),
    outcomes: [1, 3, 2, 2, 9, 4, 6, 7],
    inquiries: (["direct", "indirect", "total"] as const).map((effect) => ({
      kind: "policy",
      name: effect,
      effect,
      saturation: 0.5,
    })),
    estimators: [twoStageEffects()],
  });
  // Untreated: 2 and 2 in groups without treatment, 4 and 6 in the others. Treated: 9 and 7.
  expect(rows.map((row) => ("estimate" in row ? row.estimate : row))).toEqual([3, 3, 6]);
});
