import { describe, expect, it } from "vitest";
import { bernoulli, complete, matchedPairs } from "../../designs/index.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { countTreated } from "../../src/exposure/countTreated.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { ball } from "../../src/network/ball.ts";
import { spectralWeights } from "../../src/network/clusters/spectralWeights.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";

type Edges = readonly (readonly [number, number])[];
interface Input {
  readonly n: number;
  readonly edges: Edges;
}

describe("golden a01: arms of pairs of agents", () => {
  const { input, expected } = readGolden<{
    input: { complete: { n: number; m: number }; pairs: number };
    expected: {
      complete: Record<"pi" | "pi11" | "pi10" | "pi00" | "covariance", number>;
      pairs: Record<"pi" | "samePair_pi11" | "samePair_pi10" | "cross_pi11", number>;
    };
  }>("a01-second-order-probabilities");
  it("a fixed number treated", () => {
    const { n, m } = input.complete;
    const { complete: wanted } = expected;
    const pi = exposureProbabilities(tiny(n, []), complete({ treated: m }), ownArm());
    expect(pi.of(0, "treated")).toBeCloseTo(wanted.pi, 14);
    expect(pi.joint(0, "treated", 1, "treated")).toBeCloseTo(wanted.pi11, 14);
    expect(pi.joint(0, "treated", 1, "control")).toBeCloseTo(wanted.pi10, 14);
    expect(pi.joint(0, "control", 1, "control")).toBeCloseTo(wanted.pi00, 14);
    const product = pi.of(0, "treated") * pi.of(1, "treated");
    expect(pi.joint(0, "treated", 1, "treated") - product).toBeCloseTo(wanted.covariance, 14);
  });

  it("one of each pair", () => {
    const pairs = Array.from({ length: input.pairs }, (_, k) => [2 * k, 2 * k + 1] as const);
    const pi = exposureProbabilities(tiny(2 * input.pairs, []), matchedPairs({ pairs }), ownArm());
    const { pairs: wanted } = expected;
    expect(pi.of(0, "treated")).toBe(wanted.pi);
    expect(pi.joint(0, "treated", 1, "treated")).toBe(wanted.samePair_pi11);
    expect(pi.joint(0, "treated", 1, "control")).toBe(wanted.samePair_pi10);
    expect(pi.joint(0, "treated", 2, "treated")).toBeCloseTo(wanted.cross_pi11, 14);
  });
});

it.each(["a03-rgcr-path5", "a03-rgcr-tri6"])("golden %s: w over the weights within two steps", (name) => {
  const { input, expected } = readGolden<{
    input: Input;
    expected: Record<string, { lowerBoundMonochromatic: number[] }>;
  }>(name);
  const network = tiny(input.n, input.edges);
  const spectral = spectralWeights(network).weights;
  for (const method of ["oneHopMax", "threeNet"])
    for (const weights of ["uniform", "spectral"])
      expected[`${method}-${weights}`]!.lowerBoundMonochromatic.forEach((bound, i) => {
        const w = (j: number): number => (weights === "uniform" ? 1 : spectral[j]!);
        const near = [i, ...ball(network, i, 2)].reduce((sum, j) => sum + w(j), 0);
        expect(w(i) / near).toBeCloseTo(bound, 10);
      });
});

describe("golden b01: coins of each agent", () => {
  const { input, expected } = readGolden<{
    input: Input & { p: number[] };
    expected: { farPairs: [number, number][]; countPmf_unit2: Record<string, number> };
  }>("b01-exposure-probabilities-bernoulli");
  const network = tiny(input.n, input.edges);
  const design = bernoulli({ probability: input.p });

  it("pairs of agents that no coin ties", () => {
    const pi = exposureProbabilities(network, design, anyTreatedNeighbor());
    const near = new Set<string>();
    pi.pairs.forEachNear((i, j) => void near.add(`${Math.min(i, j)},${Math.max(i, j)}`));
    const far: string[] = [];
    for (let i = 0; i < input.n; i++)
      for (let j = i + 1; j < input.n; j++) if (!near.has(`${i},${j}`)) far.push(`${i},${j}`);
    expect(far.flatMap((pair) => [pair, pair.split(",").reverse().join()]).sort()).toEqual(
      expected.farPairs.map(([i, j]) => `${i},${j}`).sort(),
    );
  });

  it("own arm and number of treated neighbours", () => {
    const pi = exposureProbabilities(network, design, countTreated({ cap: 4 }));
    const entries = Object.entries(expected.countPmf_unit2);
    expect(entries).toHaveLength(8);
    for (const [key, p] of entries) {
      const [own, count] = key.split(",");
      expect(pi.of(2, `${own === "1" ? "treated" : "control"}-${count}`)).toBeCloseTo(p, 14);
    }
  });
});

it("golden b02: own arms and numbers of treated neighbours of two agents, 2 of 6 treated", () => {
  const { input, expected } = readGolden<{
    input: Input & { m: number };
    expected: { jointPmf_pair_0_5: Record<string, number> };
  }>("b02-exposure-probabilities-complete");
  const network = tiny(input.n, input.edges);
  const pi = exposureProbabilities(network, complete({ treated: input.m }), countTreated({ cap: 4 }));
  let total = 0;
  for (const [key, p] of Object.entries(expected.jointPmf_pair_0_5)) {
    const [a, count, b, other] = key.split(",");
    const name = (own: string | undefined, k: string | undefined): string =>
      `${own === "1" ? "treated" : "control"}-${k}`;
    expect(pi.joint(0, name(a, count), 5, name(b, other))).toBeCloseTo(p, 14);
    total += p;
  }
  expect(total).toBeCloseTo(1, 14);
});

it("golden b05: who is within two steps", () => {
  const { input, expected } = readGolden<{
    input: Input & { k: number };
    expected: { khopNeighbours: number[][] };
  }>("b05-exposure-khop");
  const network = tiny(input.n, input.edges);
  expected.khopNeighbours.forEach((near, i) => {
    expect([...ball(network, i, input.k)].sort((a, b) => a - b)).toEqual(near);
  });
});
