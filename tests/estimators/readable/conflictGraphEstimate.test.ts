import { anyTreatedNeighbor, estimate, exposureProbabilities, fromEdges } from "spillway";
import { conflictGraphDesign } from "spillway/designs";
import { conflictGraphEstimate } from "spillway/estimators";
import { expect, test } from "vitest";

const pair = fromEdges([["a", "b"]]);
const design = conflictGraphDesign({ target: "direct", r: 1 });

/** The estimate of being treated oneself from what both desired: 1, 0, or 2 for nothing. */
function estimateOf(
  desires: readonly number[],
  arms: readonly number[],
  outcomes: readonly number[],
): unknown {
  const [row] = estimate({
    plan: { arms: ["control", "treated"], agents: pair.ids, assignments: [arms], desires: [desires] },
    probabilities: exposureProbabilities(pair, design, anyTreatedNeighbor()),
    outcomes,
    contrasts: { direct: ["direct", "none"] },
    estimators: [conflictGraphEstimate()],
  });
  return row && "estimate" in row ? row.estimate : row?.because;
}

// λ = 2, so p = 1/4. The first gets its desire with q = 1/4, the second with p (1 − 2p) = 1/8: when the first has none.
test("conflict-graph-estimate: who got what it desired, over the probability of that, over the number of agents", () => {
  expect(estimateOf([1, 2], [1, 0], [3, 5])).toBeCloseTo(3 / (1 / 4) / 2, 14);
  expect(estimateOf([2, 0], [0, 0], [3, 5])).toBeCloseTo(-5 / (1 / 8) / 2, 13);
});

test("conflict-graph-estimate: who desired something in vain, or nothing, does not count", () => {
  expect(estimateOf([2, 2], [0, 0], [3, 5])).toBeCloseTo(0, 14);
  expect(estimateOf([0, 1], [0, 0], [3, 5])).toBeCloseTo(-3 / (1 / 4) / 2, 14);
});
