import { describe, expect, it } from "vitest";
import { bernoulli, cluster, complete } from "../../../designs/index.ts";
import { constantEffects, hajekResiduals } from "../../../estimators/variance/constantEffects.ts";
import { exactVariance } from "../../../estimators/variance/exactVariance.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { smallWorld } from "../../../src/network/generators/smallWorld.ts";
import { readGolden } from "../../support/readGolden.ts";
import { tiny } from "../../support/tinyWorlds.ts";
import { contrastSetting, runningExample } from "../contrastSetting.ts";

describe("golden c12: variance under constant effects", () => {
  const { input, expected } = readGolden<{
    input: { exposure: string[]; y: number[]; contrast: [string, string] };
    expected: {
      muHajek: Record<string, number>;
      residuals: number[];
      varianceHT: number;
      varianceHajek: number;
    };
  }>("c12-constant-effects-variance");
  const setting = contrastSetting(tiny(6, runningExample.edges), bernoulli(), anyTreatedNeighbor(), [
    runningExample.names[input.contrast[0]]!,
    runningExample.names[input.contrast[1]]!,
  ]);
  const { conditions } = setting.probabilities;
  const indexOf = (level: string): number => conditions.indexOf(runningExample.names[level]!);
  const seen = {
    condition: Uint8Array.from(input.exposure, indexOf),
    outcome: Float64Array.from(input.y),
  };

  it("means and residuals, also of an agent in a third condition", () => {
    const { mean, residual } = hajekResiduals(setting, seen);
    for (const [level, value] of Object.entries(expected.muHajek))
      expect(mean[indexOf(level)]).toBeCloseTo(value, 12);
    expected.residuals.forEach((r, i) => {
      expect(residual[i]).toBeCloseTo(r, 12);
    });
  });

  it("variances of Horvitz–Thompson and Hájek", () => {
    expect(constantEffects(setting)(seen)).toBeCloseTo(expected.varianceHT, 10);
    expect(constantEffects(setting, { centred: true })(seen)).toBeCloseTo(expected.varianceHajek, 10);
  });

  it("is undefined when nobody is in one of the two conditions", () => {
    const condition = seen.condition.map(() => setting.levels[0]);
    expect(constantEffects(setting)({ ...seen, condition })).toBeUndefined();
  });

  it("leaves out of a mean whom simulation never saw there", () => {
    const marginals = setting.probabilities.marginals.slice();
    marginals[2 * conditions.length + indexOf("01")] = 0;
    const simulated = { ...setting, probabilities: { ...setting.probabilities, marginals } };
    const { mean, residual } = hajekResiduals(simulated, seen);
    expect(mean[indexOf("01")]).toBeUndefined();
    expect(residual[2]).toBe(0);
  });
});

// The sums over types of agents against a plain double sum over all pairs, at a size where both kinds of pairs occur.
describe.each([
  ["coins", bernoulli({ probability: 0.3 })],
  ["fixed counts", complete({ treated: 12 })],
  [
    "counted clusters",
    cluster({ clusters: Array.from({ length: 40 }, (_, i) => Math.floor(i / 3)), treated: 5 }),
  ],
])("exact variance, %s", (_, design) => {
  it("is θᵀAθ over all pairs", () => {
    const network = smallWorld({ n: 40, k: 4, rewire: 0.2 }).draw(rng(4));
    const setting = contrastSetting(network, design, anyTreatedNeighbor(), ["indirect", "none"]);
    const { probabilities, population, levels } = setting;
    const names = levels.map((level) => probabilities.conditions[level]!);
    const theta = [0, 1].map((a) => Float64Array.from({ length: 40 }, (_, i) => ((i * 7 + a * 5) % 11) - 4));
    let wanted = 0;
    for (const i of population)
      for (const j of population)
        for (let a = 0; a < 2; a++)
          for (let b = 0; b < 2; b++) {
            const joint = probabilities.joint(i, names[a]!, j, names[b]!);
            const product = probabilities.of(i, names[a]!) * probabilities.of(j, names[b]!);
            wanted += (a === b ? 1 : -1) * (joint / product - 1) * theta[a]![i]! * theta[b]![j]!;
          }
    const variance = exactVariance(setting);
    expect(variance(theta[0]!, theta[1]!)).toBeCloseTo(wanted / population.length ** 2, 9);
    // Pairs too many to keep are visited anew each time.
    const streamed = exactVariance({
      ...setting,
      probabilities: { ...probabilities, pairs: { ...probabilities.pairs, nearBound: 1e9 } },
    });
    expect(streamed(theta[0]!, theta[1]!)).toBeCloseTo(wanted / population.length ** 2, 9);
  });
});
