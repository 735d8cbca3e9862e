import { describe, expect, it } from "vitest";
import { bernoulli, complete } from "../../../designs/index.ts";
import { dependenceEigenvalue } from "../../../estimators/variance/dependenceEigenvalue.ts";
import { eigenvalueBound } from "../../../estimators/variance/eigenvalueBound.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { smallWorld } from "../../../src/network/generators/smallWorld.ts";
import { symmetricEigenvalues } from "../../support/linearAlgebra.ts";
import { tiny } from "../../support/tinyWorlds.ts";
import { contrastSetting } from "../contrastSetting.ts";

describe("largest eigenvalue of the dependence matrix", () => {
  it("is 1 for agents by themselves, the population's size under fixed counts", () => {
    const arms = ["treated", "control"] as const;
    expect(dependenceEigenvalue(contrastSetting(tiny(5, []), bernoulli(), ownArm(), arms))).toBe(1);
    expect(dependenceEigenvalue(contrastSetting(tiny(5, []), complete({ treated: 2 }), ownArm(), arms))).toBe(
      5,
    );
  });

  it.each([1, 2, 3])("is that of the dense matrix, never below it, on small world %i", (seed) => {
    const network = smallWorld({ n: 60, k: 4, rewire: 0.3 }).draw(rng(seed));
    const setting = contrastSetting(network, bernoulli(), anyTreatedNeighbor(), ["indirect", "none"]);
    const rows = setting.population.map((i) => setting.population.map((j) => (i === j ? 1 : 0)));
    const place = new Map(setting.population.map((i, p) => [i, p]));
    setting.probabilities.pairs.forEachNear((i, j) => {
      const [p, q] = [place.get(i), place.get(j)];
      if (p === undefined || q === undefined) return;
      rows[p]![q] = 1;
      rows[q]![p] = 1;
    });
    const truth = symmetricEigenvalues(rows).at(-1)!;
    const found = dependenceEigenvalue(setting);
    expect(found).toBeGreaterThanOrEqual(truth * (1 - 1e-14));
    expect(found).toBeLessThan(truth * 1.001);
  });

  it("holds for parts that do not hang together, whatever their sizes", () => {
    // A star and an edge apart from it: the vector dies out on the edge but must not become 0/0.
    const star = Array.from({ length: 40 }, (_, i) => [0, i + 1] as const);
    const network = tiny(43, [...star, [41, 42]]);
    const setting = contrastSetting(network, bernoulli(), anyTreatedNeighbor(), ["indirect", "none"]);
    // Everybody in the star shares the centre's coin.
    expect(dependenceEigenvalue(setting)).toBeCloseTo(41, 9);
  });
});

it("the bound is λ Σ (V/π)² / n²", () => {
  const setting = contrastSetting(tiny(3, []), bernoulli({ probability: 0.25 }), ownArm(), [
    "treated",
    "control",
  ]);
  const condition = Uint8Array.of(setting.levels[0], setting.levels[1], setting.levels[1]);
  const found = eigenvalueBound(setting)({ condition, value: Float64Array.of(2, 3, -3) });
  expect(found).toBeCloseTo((8 ** 2 + 4 ** 2 + 4 ** 2) / 9, 12);
});
