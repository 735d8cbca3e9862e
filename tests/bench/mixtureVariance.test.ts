import { describe, expect, it } from "vitest";
import { allOrNoneMoments } from "../../bench/moments/allOrNoneMoments.ts";
import {
  type MixtureVariance,
  mixtureVariance,
  type SumMoments,
} from "../../bench/moments/mixtureVariance.ts";
import { sumMoments } from "../../bench/moments/sumMoments.ts";
import { lawOf } from "../../designs/law/lawOf.ts";
import { pairedCoins } from "../../designs/law/pairedCoins.ts";
import { randomizedGraphCluster } from "../../designs/randomizedGraphCluster.ts";
import type { FixedCounts, IndependentBlocks } from "../../designs/Structure.ts";
import { sum } from "../../src/core/numbers/sum.ts";
import { rng } from "../../src/core/rng.ts";
import { allTreated } from "../../src/exposure/allTreated.ts";
import type { Network } from "../../src/network/Network.ts";
import { exactProbabilities } from "../../src/probability/exactProbabilities.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { incidenceSets } from "../../src/probability/laws/incidenceSets.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny, tinyNetworks } from "../support/tinyWorlds.ts";

type Part = IndependentBlocks | FixedCounts;

interface Result {
  readonly bias_ht: number;
  readonly variance_ht: number;
  readonly exposure_probability: readonly number[];
}

interface Golden {
  readonly n: number;
  readonly edges: readonly (readonly [number, number])[];
  readonly y0: readonly number[];
  readonly y1: readonly number[];
  readonly partitions: readonly {
    readonly kind: string;
    readonly cluster: readonly number[];
    readonly cluster_pairs: readonly (readonly [number, number])[];
    readonly independent: Result;
    readonly paired_complete: Result;
  }[];
  readonly uniform_mixture_of_all_partitions_independent: Result;
  readonly uniform_mixture_of_all_partitions_paired_complete: Result;
}

const LEVELS = [2, 0] as const;

function coins(cluster: ArrayLike<number>, p = 0.5): IndependentBlocks {
  const block = Uint32Array.from(cluster);
  const blocks = Math.max(...block) + 1;
  const probability = new Float64Array(2 * blocks);
  for (let c = 0; c < blocks; c++) probability.set([1 - p, p], 2 * c);
  return { kind: "independent-blocks", block, blocks, probability };
}

function probabilitiesOf(network: Network, structure: Part): ReturnType<typeof exactProbabilities> {
  const law = lawOf(["control", "treated"], network.n, structure);
  const exposure = allTreated().forArms?.(law.arms) ?? allTreated();
  return exactProbabilities({ network, law, exposure }, exposure.local!(network)!, structure);
}

/** The variance of the contrast of all against none under parts with these weights; the population is everybody. */
function varianceUnder(
  network: Network,
  parts: readonly { readonly weight: number; readonly structure: Part }[],
  outcomes: readonly [Float64Array, Float64Array],
): MixtureVariance & { readonly chances: readonly [Float64Array, Float64Array] } {
  const found = parts.map(({ weight, structure }) => {
    const probabilities = probabilitiesOf(network, structure);
    return { weight, probabilities, moments: sumMoments(probabilities, LEVELS) };
  });
  const chance = (level: number): Float64Array =>
    Float64Array.from({ length: network.n }, (_, i) =>
      sum(found.map(({ weight, probabilities }) => weight * probabilities.marginals[3 * i + level]!)),
    );
  const chances = [chance(2), chance(0)] as const;
  const population = Array.from({ length: network.n }, (_, i) => i).filter((i) => chances[0][i]! > 0);
  return { ...mixtureVariance({ population, outcomes, chances }, found), chances };
}

describe("golden/rgcr/grid36, numbers of the code of Ugander and Yin", () => {
  const golden = readGolden<Golden>("rgcr/grid36");
  const network = tiny(golden.n, golden.edges);
  const outcomes = [Float64Array.from(golden.y1), Float64Array.from(golden.y0)] as const;
  const effect = sum(outcomes[0].map((y, i) => y - outcomes[1][i]!)) / golden.n;
  /** The pairing stored with a partition: a cluster paired with itself has a coin of its own. */
  const pairs = (k: number): readonly FixedCounts[] => {
    const { cluster, cluster_pairs } = golden.partitions[k]!;
    // Their clusters have numbers with gaps.
    const numbers = [...new Set(cluster)];
    const block = Uint32Array.from(cluster, (c) => numbers.indexOf(c));
    const blocks = numbers.length;
    const stratum = new Uint32Array(blocks);
    cluster_pairs.forEach(([a, b], s) => {
      stratum[numbers.indexOf(a)] = s;
      stratum[numbers.indexOf(b)] = s;
    });
    const strata = cluster_pairs.length;
    const odd = cluster_pairs.findIndex(([a, b]) => a === b);
    return (odd < 0 ? [0] : [0, 1]).map((treated) => {
      const counts = new Uint32Array(2 * strata).fill(1);
      if (odd >= 0) counts.set([1 - treated, treated], 2 * odd);
      return { kind: "fixed-counts", block, blocks, stratum, strata, counts };
    });
  };
  const paired = (k: number, weight: number): { weight: number; structure: Part }[] => {
    const made = pairs(k);
    return made.map((structure) => ({ weight: weight / made.length, structure }));
  };
  const check = (found: ReturnType<typeof varianceUnder>, wanted: Result): void => {
    wanted.exposure_probability.forEach((p, i) => {
      expect(found.chances[0][i]).toBeCloseTo(p, 12);
    });
    // Agents that can never be in both conditions are in no population of ours, and a bias in theirs.
    if (wanted.exposure_probability.some((p) => p === 0)) return;
    expect(Math.abs(found.variance / wanted.variance_ht - 1)).toBeLessThan(1e-9);
    expect(found.mean).toBeCloseTo(effect + wanted.bias_ht, 10);
  };

  golden.partitions.forEach(({ kind, cluster, independent, paired_complete }, k) => {
    it(`partition ${k}, ${kind}`, () => {
      check(varianceUnder(network, [{ weight: 1, structure: coins(cluster) }], outcomes), independent);
      check(varianceUnder(network, paired(k, 1), outcomes), paired_complete);
    });
  });

  it("uniform mixture of all partitions, independent coins", () => {
    const weight = 1 / golden.partitions.length;
    const parts = golden.partitions.map(({ cluster }) => ({ weight, structure: coins(cluster) }));
    check(varianceUnder(network, parts, outcomes), golden.uniform_mixture_of_all_partitions_independent);
  });

  it("uniform mixture of all partitions, paired coins", () => {
    const parts = golden.partitions.flatMap((_, k) => paired(k, 1 / golden.partitions.length));
    check(varianceUnder(network, parts, outcomes), golden.uniform_mixture_of_all_partitions_paired_complete);
  });

  it("pairs clusters by size as the stored pairing does, up to ties", () => {
    const { block, blocks } = pairs(0)[0]!;
    const size = Array.from({ length: blocks }, (_, c) => block.filter((b) => b === c).length);
    const sizes = ({ stratum, strata }: FixedCounts): string[] =>
      Array.from({ length: strata }, (_, s) =>
        size
          .filter((_, c) => stratum[c] === s)
          .sort((a, b) => a - b)
          .join(),
      ).sort();
    expect(pairedCoins(block, blocks).map(sizes)).toEqual(pairs(0).map(sizes));
  });
});

describe("mixtureVariance", () => {
  it("is the variance over all assignments of the design, listed one by one", () => {
    for (const network of Object.values(tinyNetworks)) {
      for (const settings of [{}, { method: "1-hop-max", probability: 0.3 }, { coins: "paired" }] as const) {
        const design = randomizedGraphCluster(settings);
        const law = design.law(network);
        if (law.structure.kind !== "mixture") throw new Error("expected a mixture");
        const parts = law.structure.parts as readonly { weight: number; structure: Part }[];
        const outcomes = [0, 1].map((a) =>
          Float64Array.from({ length: network.n }, (_, i) => 1 + ((3 * i + a) % 5)),
        ) as unknown as readonly [Float64Array, Float64Array];
        const found = varianceUnder(network, parts, outcomes);
        const pi = exposureProbabilities(network, design, allTreated());
        const members = Array.from({ length: network.n }, (_, i) => i).filter((i) => pi.of(i, "all") > 0);
        let mean = 0;
        let square = 0;
        for (const [z, p] of law.support!()) {
          const condition = allTreated().of(network, z);
          let estimate = 0;
          for (const i of members) {
            if (condition[i] === 2) estimate += outcomes[0][i]! / pi.of(i, "all") / members.length;
            if (condition[i] === 0) estimate -= outcomes[1][i]! / pi.of(i, "none") / members.length;
          }
          mean += p * estimate;
          square += p * estimate ** 2;
        }
        expect(found.mean).toBeCloseTo(mean, 10);
        expect(found.variance).toBeCloseTo(square - mean ** 2, 9);
      }
    }
  });

  it("has nothing between structures when there is one", () => {
    const moments: SumMoments = () => ({ mean: 3, variance: 2 });
    const one = new Float64Array([1]);
    const found = mixtureVariance({ population: [0], outcomes: [one, one], chances: [one, one] }, [
      { weight: 1, moments },
    ]);
    expect(found).toEqual({ mean: 3, variance: 2, within: 2, between: 0 });
  });
});

describe("allOrNoneMoments", () => {
  it("has the moments that the joint laws have", () => {
    const stream = rng("moments");
    for (const network of Object.values(tinyNetworks)) {
      for (const p of [0.5, 0.3]) {
        const cluster = Uint32Array.from({ length: network.n }, (_, i) => (i * 2) % 3);
        const weights = [0, 1].map(() =>
          Float64Array.from({ length: network.n }, () => stream.uniform() - 0.3),
        ) as unknown as readonly [Float64Array, Float64Array];
        const slow = sumMoments(probabilitiesOf(network, coins(cluster, p)), LEVELS)(...weights);
        const fast = allOrNoneMoments(incidenceSets(network)(cluster), 3, p, weights);
        expect(fast.mean).toBeCloseTo(slow.mean, 13);
        expect(fast.variance).toBeCloseTo(slow.variance, 12);
      }
    }
  });
});
