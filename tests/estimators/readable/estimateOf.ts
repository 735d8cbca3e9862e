import { type Design, type Estimator, estimate, exposureProbabilities, fromEdges, ownArm } from "spillway";

/** The estimate of treated against control on four agents without edges. */
export function estimateOf(
  estimator: Estimator,
  design: Design,
  arms: readonly number[],
  outcomes: readonly number[],
): number | string {
  const network = fromEdges([], { agents: ["a", "b", "c", "d"] });
  const [row] = estimate({
    plan: { arms: ["control", "treated"], agents: network.ids, assignments: [arms] },
    probabilities: exposureProbabilities(network, design, ownArm()),
    outcomes,
    contrasts: { effect: ["treated", "control"] },
    estimators: [estimator],
  });
  return row === undefined || "because" in row ? `${row?.because}` : row.estimate;
}
