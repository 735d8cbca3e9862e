import { expect, it } from "vitest";
import { bernoulli, cluster, complete } from "../../../designs/index.ts";
import { exactVariance } from "../../../estimators/variance/exactVariance.ts";
import { expectedVariance } from "../../../estimators/variance/expectedVariance.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { readGolden } from "../../support/readGolden.ts";
import { tiny, tinyNetworks } from "../../support/tinyWorlds.ts";
import { contrastSetting } from "../contrastSetting.ts";

interface Golden {
  readonly input: {
    readonly n: number;
    readonly edges: readonly (readonly [number, number])[];
    readonly p: number;
    readonly mu11: number;
    readonly mu00: number;
    readonly s2: number;
  };
  readonly expected: { readonly expectedVariance: number };
}

it("golden f04: outcomes with means 2 and 1 and independent deviations", () => {
  const { input, expected } = readGolden<Golden>("f04-design-variance");
  const setting = contrastSetting(
    tiny(input.n, input.edges),
    bernoulli({ probability: input.p }),
    anyTreatedNeighbor(),
    ["both", "none"],
  );
  const means = [input.mu11, input.mu00].map((mu) => new Float64Array(input.n).fill(mu));
  const found = expectedVariance(setting, {
    means: [means[0]!, means[1]!],
    sd: Math.sqrt(input.s2),
    sameInBoth: false,
  });
  expect(Math.abs(found - expected.expectedVariance)).toBeLessThan(1e-10);
});

it.each([
  ["coins", bernoulli()],
  ["fixed counts", complete({ treated: 2 })],
  ["clusters", cluster({ clusters: [0, 0, 1, 1, 2, 2] })],
])("is the mean of the variance over all deviations of +1 and −1, which are independent: %s", (_, design) => {
  const network = tinyNetworks["triangle with a tail"]!;
  const setting = contrastSetting(network, design, anyTreatedNeighbor(), ["indirect", "none"]);
  const exact = exactVariance(setting);
  const { n } = network;
  const means = [0.5, -1].map((level) => Float64Array.from({ length: n }, (_, i) => level + i));
  let same = 0;
  let apart = 0;
  const sign = (bits: number, k: number): number => ((bits >> k) & 1 ? 1 : -1);
  const shifted = (a: number, bits: number, from: number): Float64Array =>
    means[a]!.map((m, i) => m + 0.7 * sign(bits, from + i));
  for (let bits = 0; bits < 4 ** n; bits++) {
    apart += exact(shifted(0, bits, 0), shifted(1, bits, n)) / 4 ** n;
    if (bits < 2 ** n) same += exact(shifted(0, bits, 0), shifted(1, bits, 0)) / 2 ** n;
  }
  const model = { means: [means[0]!, means[1]!] as const, sd: 0.7 };
  expect(expectedVariance(setting, model)).toBeCloseTo(same, 10);
  expect(expectedVariance(setting, { ...model, sameInBoth: false })).toBeCloseTo(apart, 10);
  const zero = new Float64Array(n);
  expect(expectedVariance(setting)).toBeCloseTo(expectedVariance(setting, { means: [zero, zero] }), 12);
});
