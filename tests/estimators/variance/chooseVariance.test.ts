import { describe, expect, it } from "vitest";
import type { Design } from "../../../designs/Design.ts";
import { bernoulli, cluster, complete, fixed } from "../../../designs/index.ts";
import { chooseVariance } from "../../../estimators/variance/chooseVariance.ts";
import type { VarianceSetting } from "../../../estimators/variance/PreparedVariance.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { ringLattice } from "../../../src/network/generators/ringLattice.ts";
import type { ExposureProbabilities } from "../../../src/probability/PairProbabilities.ts";
import { tiny } from "../../support/tinyWorlds.ts";
import { contrastSetting } from "../contrastSetting.ts";

const on = (n: number, design: Design): VarianceSetting =>
  contrastSetting(tiny(n, []), design, ownArm(), ["treated", "control"]);
const but = (setting: VarianceSetting, changed: Partial<ExposureProbabilities>): VarianceSetting => ({
  ...setting,
  probabilities: { ...setting.probabilities, ...changed },
});
const withPairs = (setting: VarianceSetting, nearBound: number): VarianceSetting =>
  but(setting, { pairs: { ...setting.probabilities.pairs, nearBound } });

describe("variance by the structure of the design", () => {
  it.each([
    ["coins", bernoulli(), "grouped"],
    ["fixed counts", complete({ treated: 2 }), "grouped"],
    [
      "a list of assignments",
      fixed({
        assignments: [
          [1, 0, 1, 0],
          [0, 1, 0, 1],
        ],
      }),
      "grouped",
    ],
    ["clusters of one", cluster({ clusters: [0, 1, 2, 3], treated: 2 }), "grouped"],
    ["clusters", cluster({ clusters: [0, 0, 1, 2], treated: 1 }), "cluster-collapsed"],
    ["cluster coins", cluster({ clusters: [0, 0, 1, 2], probability: 0.5 }), "cluster-collapsed"],
  ])("%s", (_, design, name) => {
    expect(chooseVariance(on(4, design))).toMatchObject({ name, soft: false });
  });

  it("simulated probabilities get soft zeros, while the pairs can be kept", () => {
    const simulated = but(on(4, bernoulli()), { method: "monte-carlo", draws: 100 });
    expect(chooseVariance(simulated)).toMatchObject({ name: "aronow-samii", soft: true });
    const large = {
      ...withPairs(but(simulated, { draws: 32_000 }), 1e8),
      population: Array.from({ length: 3000 }, (_, i) => i),
    };
    expect(chooseVariance(large)).toMatchObject({ name: "dependency-bound", soft: false });
  });

  it("too many pairs or types get the dependency bound", () => {
    expect(chooseVariance(withPairs(on(4, bernoulli()), 5e8 + 1))).toMatchObject({
      name: "dependency-bound",
      reason: "too many pairs of agents may be dependent to look at each",
    });
    const counts = on(1001, complete({ treated: 500 }));
    const { pairs } = counts.probabilities;
    if (pairs.far === "independent") throw new Error("fixed counts make far pairs dependent");
    const type = Uint32Array.from({ length: 1001 }, (_, i) => i);
    const law = pairs.far.law(0, 0);
    const far = { type, count: 1001, law: () => law };
    const typed = but(counts, { pairs: { ...pairs, far } });
    // Types of parts that are independent of each other are not compared.
    const parts = but(counts, { pairs: { ...pairs, far: { ...far, part: type } } });
    expect(chooseVariance(parts).name).not.toBe("dependency-bound");
    expect(chooseVariance(typed)).toMatchObject({
      name: "dependency-bound",
      reason: "too many types of agents to compare each with each",
    });
  });

  it("more pairs than can be kept are visited anew by Aronow and Samii's bound", () => {
    const large = on(3000, complete({ treated: 1000 }));
    expect(chooseVariance(large)).toMatchObject({ name: "aronow-samii", soft: false });
  });

  it("more unobservable pairs than can be grouped too", () => {
    // One treated of 880 on a ring: of two agents that are no neighbours, at most one can be direct or indirect.
    const network = ringLattice({ n: 880, k: 2 }).draw(rng(1));
    const ring = (treated: number): VarianceSetting =>
      contrastSetting(network, complete({ treated }), anyTreatedNeighbor(), ["indirect", "direct"]);
    expect(chooseVariance(ring(1))).toMatchObject({
      name: "aronow-samii",
      reason: "more pairs of outcomes cannot be seen together than can be grouped",
    });
    expect(chooseVariance(ring(2)).name).toBe("grouped");
  });
});
