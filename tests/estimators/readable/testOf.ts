import { anyTreatedNeighbor, type Design, type Estimator, exposureProbabilities, fromEdges } from "spillway";
import { inquire, type TestInquiry, type TestResult } from "spillway/estimators";

/** A test on the path a–b–c–d–e–f, by the arms and outcomes of its agents. */
export function testOf(
  estimator: Estimator,
  design: Design,
  arms: readonly number[],
  outcomes: readonly (number | undefined)[],
  asked: Omit<TestInquiry, "kind" | "name">,
): TestResult | string {
  const network = fromEdges([
    ["a", "b"],
    ["b", "c"],
    ["c", "d"],
    ["d", "e"],
    ["e", "f"],
  ]);
  const [row] = inquire({
    plan: { arms: ["control", "treated"], agents: network.ids, assignments: [arms] },
    probabilities: exposureProbabilities(network, design, anyTreatedNeighbor()),
    outcomes,
    inquiries: [{ kind: "test", name: "test", ...asked }],
    estimators: [estimator],
  });
  return "because" in row! ? row.because : (row as TestResult);
}
