import { expect, test } from "vitest";
import { complete } from "../../../designs/index.ts";
import { inquire, randomizationTest, type TestResult } from "../../../estimators/index.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { tiny } from "../../support/tinyWorlds.ts";

const network = tiny(8, []);
const probabilities = exposureProbabilities(network, complete({ treated: 4 }), ownArm());
const arms = [1, 0, 1, 1, 0, 0, 1, 0];
const outcomes = [7.1, 2.3, 9.2, 6.4, 4.5, 1.6, 8.7, 3.8];

test.each(["difference", "studentized"] as const)(
  "the interval of the %s ends where the test begins to reject",
  (statistic) => {
    const at = (shift: number, size = 1): TestResult => {
      const [row] = inquire({
        plan: { arms: ["control", "treated"], agents: network.ids, assignments: [arms] },
        probabilities,
        outcomes: outcomes.map((y, i) => size * (y - shift * arms[i]!)),
        inquiries: [{ kind: "test", name: "test", hypothesis: "no-effect" }],
        estimators: [randomizationTest({ statistic })],
      });
      return row as TestResult;
    };
    const { ci, confidence } = at(0);
    expect(confidence).toBe(0.95);
    const [low, high] = ci!;
    expect(low).toBeLessThan(4.8);
    expect(high).toBeGreaterThan(4.8);
    const step = 1e-6;
    for (const inside of [low + step, high - step]) expect(at(inside).p).toBeGreaterThan(0.05);
    for (const outside of [low - step, high + step]) expect(at(outside).p).toBeLessThanOrEqual(0.05);
    // In the units of the outcomes, whatever these are.
    at(0, 1000).ci!.forEach((end, k) => {
      expect(end / 1000).toBeCloseTo(ci![k]!, 8);
    });
  },
);
