import { exposureProbabilities, fromEdges, ownArm } from "spillway";
import { bernoulli } from "spillway/designs";
import { augmentedWeighting, inquire, targetedLikelihood } from "spillway/estimators";
import { expect, test } from "vitest";

test("augmented-weighting and targeted-likelihood: a correct outcome model alone gives the effect", () => {
  const network = fromEdges([], { agents: Array.from({ length: 60 }, (_, i) => `a${i}`) });
  // Treatment depends on x in steps that no logistic regression on x has; outcomes are a line in x, plus 2.
  const x = network.ids.map((_, i) => i % 6);
  const arms = network.ids.map((_, i) => Number(((i >> 1) % 3 === 0) !== (i % 5 === 0)));
  const rows = inquire({
    plan: { arms: ["control", "treated"], agents: network.ids, assignments: [arms] },
    probabilities: exposureProbabilities(network, bernoulli(), ownArm()),
    outcomes: arms.map((z, i) => 3 * x[i]! + 2 * z),
    context: [
      {
        covariates: new Map([["x", { values: Float64Array.from(x), observed: new Uint8Array(60).fill(1) }]]),
      },
    ],
    inquiries: [{ name: "own", first: "treated", second: "control" }],
    estimators: [augmentedWeighting({ covariates: ["x"] }), targetedLikelihood({ covariates: ["x"] })],
  });
  const found = rows.map((row) => ("estimate" in row ? row.estimate : Number.NaN));
  expect(found[0]).toBeCloseTo(2, 10);
  // Scaled predictions stay a little off the ends of the range.
  expect(Math.abs(found[1]! - 2)).toBeLessThan(0.05);
});
