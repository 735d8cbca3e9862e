import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bernoulli, cluster, complete } from "../../designs/index.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { weightedThreshold } from "../../src/exposure/weightedThreshold.ts";
import { type Edge, fromEdges } from "../../src/network/fromEdges.ts";
import type { Network } from "../../src/network/Network.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { expectExactLaws } from "../support/exactLaws.ts";
import { tiny, tinyNetworks } from "../support/tinyWorlds.ts";

/** Agent 0 hears from 1, 2, 3 … with these weights. */
function hub(weights: readonly number[]): Network {
  return fromEdges(
    weights.map((weight, k): Edge => [String(k + 1), "0", weight]),
    { directed: true },
  );
}
/** The same with weights that a reader would refuse. */
function forged(weights: readonly number[]): Network {
  return { ...hub(weights.map(() => 1)), weights: Float64Array.from(weights) };
}
const conditionOf0 = (threshold: number, network: Network, arms: readonly number[]): string => {
  const exposure = weightedThreshold({ threshold });
  return exposure.conditions[exposure.of(network, Uint8Array.from(arms))[0]!]!;
};

describe("by hand", () => {
  it("adds up the weights of treated in-neighbours", () => {
    const network = hub([0.5, 0.25, 1]);
    expect(conditionOf0(0.75, network, [0, 1, 0, 0])).toBe("none");
    expect(conditionOf0(0.75, network, [0, 1, 1, 0])).toBe("indirect");
    expect(conditionOf0(0.75, network, [1, 0, 1, 0])).toBe("direct");
    expect(conditionOf0(0.75, network, [1, 0, 0, 1])).toBe("both");
  });
  it("reaches a threshold exactly, in decimals as in thirds", () => {
    expect(0.1 + 0.2 >= 0.3 && 0.1 + 0.7 >= 0.8).toBe(false);
    expect(conditionOf0(0.8, hub([0.1, 0.7]), [0, 1, 1])).toBe("indirect");
    expect(conditionOf0(1, hub([1 / 3, 1 / 3, 1 / 3]), [0, 1, 1, 1])).toBe("indirect");
    expect(conditionOf0(1, hub([1 / 3, 1 / 3, 1 / 3]), [0, 1, 1, 0])).toBe("none");
    expect(conditionOf0(0.8001, hub([0.1, 0.7]), [0, 1, 1])).toBe("none");
  });
  it("is any-treated with weights of 1 and a threshold of up to 1", () => {
    for (const network of Object.values(tinyNetworks)) {
      for (let z = 0; z < 1 << network.n; z++) {
        const arms = Uint8Array.from({ length: network.n }, (_, i) => (z >> i) & 1);
        for (const threshold of [0.01, 1])
          expect(weightedThreshold({ threshold }).of(network, arms)).toEqual(
            anyTreatedNeighbor().of(network, arms),
          );
      }
    }
  });
  it("leaves agents without in-neighbours none or direct", () => {
    expect([...weightedThreshold({ threshold: 1 }).of(tiny(2, []), Uint8Array.of(0, 1))]).toEqual([0, 2]);
  });
});

describe("the local form", () => {
  const local = (weights: readonly number[], threshold = 1) =>
    weightedThreshold({ threshold }).local!(forged(weights));
  it("has the smallest whole doses", () => {
    expect([...local([0.5, 0.25, 1])!.doses!]).toEqual([2, 1, 4]);
    expect([...local([0.3, 0.6])!.doses!]).toEqual([1, 2]);
    expect([...local([20, 30])!.doses!]).toEqual([2, 3]);
    expect([...local([0.000_001, 0.000_003])!.doses!]).toEqual([1, 3]);
    expect(weightedThreshold({ threshold: 2 }).local!(tiny(2, [[0, 1]]))!.doses).toBeUndefined();
  });
  it("leaves out edges of weight 0", () => {
    const form = local([0.5, 0, 0.25])!;
    expect([...form.network.sources]).toEqual([1, 3]);
    expect([...form.network.offsets]).toEqual([0, 2, 2, 2, 2]);
    expect([...form.doses!]).toEqual([2, 1]);
    expect([...local([0, 0])!.network.sources]).toEqual([]);
  });
  it("does not exist for finer weights, negative ones, and too large sums", () => {
    expect(local([1 / 3])).toBeUndefined();
    expect(local([1e-9])).toBeUndefined();
    expect(local([0.5, -0.25])).toBeUndefined();
    expect(local([5000, 5001])).toBeUndefined();
    expect(local([5000, 5000])).toBeDefined();
    expect(local([0.5, 4999.5])).toBeDefined();
    expect(local([0.5, 5000])).toBeUndefined();
  });
});

describe("without a local form it names the agents that it looks at", () => {
  it("in-neighbours of some weight and the agent itself, in order", () => {
    const { dependence } = weightedThreshold({ threshold: 1 });
    const network = forged([0.5, 0, -0.25]);
    expect([...dependence!.agents(network, 0)]).toEqual([0, 1, 3]);
    expect([...dependence!.agents(network, 2)]).toEqual([2]);
    expect([...dependence!.agents(tiny(3, [[0, 2]]), 2)]).toEqual([0, 2]);
  });
  it("and says the same of them as the mapping, with and without doses", () => {
    const world = fc.record({
      weights: fc.array(
        fc.oneof(fc.constantFrom(0, 0.1, 0.2, 0.3, 1, -0.5), fc.double({ min: 0.01, max: 2, noNaN: true })),
        { minLength: 1, maxLength: 6 },
      ),
      threshold: fc.constantFrom(0.1, 0.3, 0.5, 0.6, 1.1),
      z: fc.nat(127),
    });
    fc.assert(
      fc.property(world, ({ weights, threshold, z }) => {
        const network = forged(weights);
        const arms = Uint8Array.from({ length: network.n }, (_, i) => (z >> i) & 1);
        const exposure = weightedThreshold({ threshold });
        const found = exposure.of(network, arms);
        found.forEach((c, i) => {
          expect(exposure.dependence!.condition(network, i, arms)).toBe(c);
        });
      }),
    );
  });
  it("negative weights take away", () => {
    expect(conditionOf0(0.5, forged([0.5, -0.25]), [0, 1, 0])).toBe("indirect");
    expect(conditionOf0(0.5, forged([0.5, -0.25]), [0, 1, 1])).toBe("none");
  });
});

describe("probabilities", () => {
  const weighted = (weights: readonly number[], directed: boolean): Network =>
    fromEdges(
      [
        ["0", "1"],
        ["1", "2"],
        ["2", "0"],
        ["2", "3"],
        ["3", "4"],
        ["4", "5"],
      ].map(([a, b], k): Edge => [a!, b!, weights[k]!]),
      { directed },
    );
  const designs = [
    bernoulli({ probability: [0.2, 0.3, 0.4, 0.5, 0.6, 1] }),
    complete({ treated: 2 }),
    cluster({ clusters: [1, 1, 2, 2, 3, 3], treated: 1 }),
  ];
  it.each([true, false])("exact for decimal, odd and negative weights (directed: %s)", (directed) => {
    for (const design of designs) {
      for (const weights of [
        [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
        [Math.E, Math.PI, Math.SQRT2, 1 / 3, 1, 2],
      ])
        for (const threshold of [0.3, 0.5, 3])
          expectExactLaws(
            exposureProbabilities(weighted(weights, directed), design, weightedThreshold({ threshold })),
          );
      const base = weighted([1, 1, 1, 1, 1, 1], directed);
      const signs = { ...base, weights: Float64Array.from(base.sources, (j) => (j % 2 === 0 ? 1 : -0.5)) };
      expectExactLaws(exposureProbabilities(signs, design, weightedThreshold({ threshold: 0.5 })));
    }
  });
});

it.each([
  [{}, "weighted-threshold: threshold is missing: it must be a finite number above 0"],
  [{ threshold: 0 }, "weighted-threshold: threshold must be a finite number above 0, got 0"],
  [{ threshold: -1 }, "weighted-threshold: threshold must be a finite number above 0, got -1"],
  [{ threshold: Number.NaN }, "weighted-threshold: threshold must be a finite number above 0, got NaN"],
  [{ threshold: "1" }, 'weighted-threshold: threshold must be a finite number above 0, got "1"'],
  [{ treshold: 1 }, 'weighted-threshold: there is no setting "treshold" (did you mean "threshold"?)'],
])("refuses %j", (settings, message) => {
  expect(() => weightedThreshold.from(settings)).toThrow(message);
});
