import { describe, expect, it } from "vitest";
import { bernoulli, cluster, complete } from "../../../designs/index.ts";
import { exactVariance } from "../../../estimators/variance/exactVariance.ts";
import type { VarianceSetting } from "../../../estimators/variance/PreparedVariance.ts";
import { worstCaseVariance } from "../../../estimators/variance/worstCaseVariance.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { smallWorld } from "../../../src/network/generators/smallWorld.ts";
import { symmetricEigenvalues } from "../../support/linearAlgebra.ts";
import { readGolden } from "../../support/readGolden.ts";
import { tiny, tinyNetworks } from "../../support/tinyWorlds.ts";
import { contrastSetting } from "../contrastSetting.ts";

/** λ_max of n²A written out: its entries by polarisation of the variance of every pair of unit schedules. */
function slowly(setting: VarianceSetting): number {
  const variance = exactVariance(setting);
  const { n } = setting.probabilities.network;
  const nodes = setting.population.flatMap((i) => [i, i + n]);
  const of = (...on: readonly number[]): number => {
    const both = new Float64Array(2 * n);
    for (const k of on) both[k]!++;
    return variance(both.slice(0, n), both.slice(n));
  };
  const single = nodes.map((k) => of(k));
  const matrix = nodes.map((k, a) =>
    nodes.map((l, b) => (k === l ? single[a]! : (of(k, l) - single[a]! - single[b]!) / 2)),
  );
  return symmetricEigenvalues(matrix).at(-1)!;
}

/** The eigenvalue is certified from above to 1e-9 of itself. */
function expectFromAbove(ratio: number): void {
  expect(ratio - 1).toBeGreaterThan(-1e-12);
  expect(ratio - 1).toBeLessThan(1.001e-9);
}

it("golden f04: 12 nodes times the largest eigenvalue", () => {
  const { input, expected } = readGolden<{
    readonly input: {
      readonly n: number;
      readonly edges: readonly (readonly [number, number])[];
      readonly p: number;
    };
    readonly expected: { readonly lambdaMaxQ: number };
  }>("f04-design-variance");
  const design = bernoulli({ probability: input.p });
  const setting = contrastSetting(tiny(input.n, input.edges), design, anyTreatedNeighbor(), ["both", "none"]);
  expect(Math.abs(worstCaseVariance(setting)! / 12 - expected.lambdaMaxQ)).toBeLessThan(1e-10);
});

describe.each(Object.entries(tinyNetworks))("on %s", (_, network) => {
  it.each([
    ["coins", bernoulli({ probability: 0.3 })],
    ["fixed counts", complete({ treated: 2 })],
    ["clusters", cluster({ clusters: Array.from({ length: network.n }, (_, i) => i % 3) })],
  ])("equals the eigenvalue of the whole matrix: %s", (_, design) => {
    const setting = contrastSetting(network, design, anyTreatedNeighbor(), ["indirect", "none"]);
    if (setting.population.length === 0) return;
    const nodes = 2 * setting.population.length;
    expectFromAbove(worstCaseVariance(setting)! / (nodes * slowly(setting)));
  });
});

it("converges on a network of 80 agents, where the method takes many steps", () => {
  const network = smallWorld({ n: 80, k: 4, rewire: 0.2 }).draw(rng(1));
  const setting = contrastSetting(network, bernoulli(), anyTreatedNeighbor(), ["direct", "none"]);
  expectFromAbove(worstCaseVariance(setting)! / (160 * slowly(setting)));
});

it("is left undefined where too many pairs are dependent", () => {
  const network = tiny(3000, [[0, 1]]);
  const setting = contrastSetting(network, complete({ treated: 1500 }), anyTreatedNeighbor(), [
    "direct",
    "none",
  ]);
  expect(worstCaseVariance(setting)).toBeUndefined();
});
