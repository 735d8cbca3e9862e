import { expect, it } from "vitest";
import { bernoulli, cluster } from "../../../designs/index.ts";
import { effectiveSize, waldDegrees } from "../../../estimators/contrast/effectiveSize.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { tiny } from "../../support/tinyWorlds.ts";

const network = tiny(4, []);

it("Kish's size by hand: weights 2, 4 and 4 are worth 100/36 observations, equal weights their number", () => {
  const pi = exposureProbabilities(network, bernoulli({ probability: [0.5, 0.25, 0.25, 0.5] }), ownArm());
  expect(effectiveSize(pi, [0, 1, 2], 1)).toBeCloseTo(100 / 36, 12);
  expect(effectiveSize(pi, [1, 2], 1)).toBeCloseTo(2, 12);
  expect(effectiveSize(pi, [], 1)).toBe(0);
});

it("is at most the number of clusters", () => {
  const pi = exposureProbabilities(network, cluster({ clusters: [1, 1, 1, 2] }), ownArm());
  expect(effectiveSize(pi, [0, 1, 2], 1)).toBe(1);
  expect(effectiveSize(pi, [0, 1, 2, 3], 1)).toBe(2);
});

it("degrees of freedom: the smaller size − 1, at least 1, and none to count from 30 on", () => {
  expect([waldDegrees(5, 9), waldDegrees(1, 9), waldDegrees(29.9, 40), waldDegrees(30, 40)]).toEqual([
    4,
    1,
    28.9,
    Number.POSITIVE_INFINITY,
  ]);
});
