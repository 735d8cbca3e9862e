import { describe, expect, test } from "vitest";
import { bernoulli, cluster, complete } from "../../../designs/index.ts";
import type { Estimate } from "../../../estimators/Estimator.ts";
import { hajek } from "../../../estimators/index.ts";
import { aronowSamii } from "../../../estimators/variance/aronowSamii.ts";
import { keptAronowSamii } from "../../../estimators/variance/keptAronowSamii.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { smallWorld } from "../../../src/network/generators/smallWorld.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { contrastPopulation } from "../../../src/study/contrastPopulation.ts";

const network = smallWorld({ n: 60, k: 4, rewire: 0.2 }).draw(rng(1));
const exposure = anyTreatedNeighbor();
const clusters = network.ids.map((_, i) => Math.floor(i / 4));

describe("the variance with pairs kept is that of Aronow and Samii", () => {
  test.each([
    ["coins", bernoulli({ probability: 0.3 }), {}],
    ["fixed counts", complete({ treated: 20 }), {}],
    ["a fixed number of clusters", cluster({ clusters, treated: 5 }), {}],
    ["coins, with rare pairs bounded", bernoulli({ probability: 0.3 }), { soft: { below: 0.05 } }],
    ["fixed counts, with rare pairs bounded", complete({ treated: 20 }), { soft: { below: 0.05 } }],
  ])("under %s", (_, design, settings) => {
    const probabilities = exposureProbabilities(network, design, exposure);
    for (const [first, second] of [
      [1, 0],
      [2, 0],
      [3, 1],
    ] as const) {
      const names = exposure.conditions;
      const population = contrastPopulation(probabilities, names[first]!, names[second]!);
      if (population.length === 0) continue;
      const setting = { probabilities, levels: [first, second] as const, population };
      const kept = keptAronowSamii(setting, settings)!;
      const visited = aronowSamii(setting, settings);
      const stream = rng(3);
      for (let r = 0; r < 5; r++) {
        const condition = exposure.of(network, probabilities.law.draw(stream.fork(r)));
        const value = Float64Array.from(condition, (c, i) => 1 + c + (i % 5));
        const wanted = visited({ condition, value }).total;
        expect(Math.abs(kept({ condition, value }) - wanted)).toBeLessThanOrEqual(1e-10 * Math.abs(wanted));
      }
    }
  });
});

test("an estimate is the same, but for rounding, when many data sets are announced", () => {
  const large = smallWorld({ n: 1200, k: 10, rewire: 0.1 }).draw(rng(2));
  const design = complete({ treated: 300 });
  const rows = [false, true].map((manyDataSets) => {
    const probabilities = exposureProbabilities(large, design, exposure);
    const condition = exposure.of(large, probabilities.law.draw(rng(4)));
    const outcome = Float64Array.from(condition, (c, i) => c + (i % 7));
    const data = {
      probabilities,
      condition,
      outcome,
      observed: new Uint8Array(large.n).fill(1),
      confidence: 0.95,
      manyDataSets,
    };
    return hajek().estimate(data, { name: "spillover", first: "indirect", second: "none" });
  });
  const [visited, kept] = rows as Estimate[] as [Estimate, Estimate];
  expect(kept.varianceMethod).toBe(visited.varianceMethod);
  expect(Math.abs(kept.se! - visited.se!)).toBeLessThan(1e-10 * visited.se!);
});
