import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bernoulli, cluster, complete } from "../../designs/index.ts";
import { lawOf } from "../../designs/law/lawOf.ts";
import type { FixedCounts, IndependentBlocks, Structure } from "../../designs/Structure.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { customExposure } from "../../src/exposure/customExposure.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import { weightedThreshold } from "../../src/exposure/weightedThreshold.ts";
import { type Edge, fromEdges } from "../../src/network/fromEdges.ts";
import type { Network } from "../../src/network/Network.ts";
import { dependenceProbabilities } from "../../src/probability/dependenceProbabilities.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import { expectExactLaws } from "../support/exactLaws.ts";
import { tiny, tinyDesigns, tinyNetworks } from "../support/tinyWorlds.ts";

/** Own arm and who is the lowest-numbered treated agent within two steps: as far from a count as can be. */
const firstTreated = customExposure({
  name: "first-treated",
  conditions: ["nobody", "even", "odd", "own"],
  dependsOn: (network, i) => [i, ...near(network, i)],
  condition(i, arms, network) {
    if (arms[i] === 1) return "own";
    const first = near(network, i).find((j) => arms[j] === 1);
    return first === undefined ? "nobody" : first % 2 === 0 ? "even" : "odd";
  },
  checks: 20,
});
const near = ({ offsets, sources }: Network, i: number): number[] => [
  ...sources.subarray(offsets[i]!, offsets[i + 1]!),
];

/** A mapping that does not look at the agent itself, nor at anybody when it has no in-neighbours. */
const othersOnly = customExposure({
  name: "others-only",
  conditions: ["few", "many"],
  dependsOn: near,
  condition: (i, arms, network) =>
    near(network, i).filter((j) => arms[j] === 1).length >= 2 ? "many" : "few",
  checks: 20,
});

const mappings: readonly Exposure[] = [firstTreated, othersOnly];

function exactly(
  network: Network,
  structure: Structure,
  exposure: Exposure,
  arms = 2,
): ExposureProbabilities {
  const names = ["a", "b", "c", "d"].slice(0, arms);
  if (structure.kind === "sampler-only") throw new Error("a sampler has no list");
  const law = lawOf(names, network.n, structure);
  const pi = dependenceProbabilities(
    { network, law, exposure },
    structure as IndependentBlocks | FixedCounts,
  );
  return pi!;
}

describe("every design of blocks × mappings that name their agents, on the tiny networks", () => {
  for (const [networkName, network] of Object.entries(tinyNetworks)) {
    for (const [designName, design] of Object.entries(tinyDesigns(network.n))) {
      const { structure } = design.law(network);
      if (structure.kind !== "independent-blocks" && structure.kind !== "fixed-counts") continue;
      it(`${designName} on ${networkName}`, () => {
        for (const exposure of mappings) expectExactLaws(exactly(network, structure, exposure));
      });
    }
  }
});

describe("weights of any size", () => {
  /** Weights without a decimal scale. */
  const odd = (n: number, edges: readonly (readonly [number, number])[], directed: boolean): Network =>
    fromEdges(
      edges.map(([a, b], k): Edge => [String(a), String(b), Math.sqrt(k + 2)]),
      { directed, agents: Array.from({ length: n }, (_, i) => String(i)) },
    );
  it("random weighted networks, directed and undirected, under coins, clusters and counts", () => {
    const world = fc.record({
      directed: fc.boolean(),
      edges: fc.uniqueArray(
        fc.tuple(fc.nat(5), fc.nat(5)).filter(([a, b]) => a < b),
        { minLength: 1, maxLength: 9, selector: ([a, b]) => a * 6 + b },
      ),
      design: fc.constantFrom(
        "bernoulli unequal",
        "bernoulli with certain agents",
        "complete 2",
        "cluster counts",
      ),
      threshold: fc.double({ min: 0.5, max: 6, noNaN: true }),
    });
    fc.assert(
      fc.property(world, ({ directed, edges, design, threshold }) => {
        const network = odd(6, edges, directed);
        const exposure = weightedThreshold({ threshold });
        const pi = exposureProbabilities(network, tinyDesigns(6)[design]!, exposure);
        expect(exposure.local!(network)).toBeUndefined();
        expectExactLaws(pi);
      }),
      { numRuns: 40, seed: 1 },
    );
  });
  it("agrees with the local form where there is one", () => {
    const network = tinyNetworks["directed, with an agent nobody reaches"]!;
    const { local: _, ...listed } = weightedThreshold({ threshold: 2 });
    for (const design of [bernoulli({ probability: 0.3 }), complete({ treated: 3 })]) {
      const one = exposureProbabilities(network, design, weightedThreshold({ threshold: 2 }));
      const law = design.law(network);
      const two = exactly(network, law.structure, listed);
      one.marginals.forEach((p, k) => {
        expect(Math.abs(p - two.marginals[k]!)).toBeLessThan(1e-14);
      });
    }
  });
});

describe("three arms", () => {
  const network = tinyNetworks["triangle with a tail"]!;
  /** The arms of two neighbours as a pair: looks at which arm, not at whether it is the focal one. */
  const armsOfTwo = customExposure({
    name: "arms-of-two",
    conditions: ["same", "rising", "falling"],
    dependsOn: (graph, i) => [i, ...near(graph, i).slice(0, 2)],
    condition(i, arms, graph) {
      const other = arms[near(graph, i)[0] ?? i]!;
      return other === arms[i] ? 0 : other > arms[i]! ? 1 : 2;
    },
    checks: 20,
  });
  const block = Uint32Array.of(0, 1, 1, 2, 3, 2);
  it("coins, one block in one arm only", () => {
    const probability = Float64Array.of(0.2, 0.3, 0.5, 0.6, 0.1, 0.3, 0, 0, 1, 0.25, 0.25, 0.5);
    const structure = { kind: "independent-blocks", block, blocks: 4, probability } as const;
    for (const exposure of [armsOfTwo, ...mappings])
      expectExactLaws(exactly(network, structure, exposure, 3));
  });
  it("counts of blocks in two strata, an arm absent from one of them", () => {
    const structure = {
      kind: "fixed-counts",
      block,
      blocks: 4,
      stratum: Uint32Array.of(0, 1, 0, 1),
      strata: 2,
      counts: Uint32Array.of(1, 0, 1, 1, 1, 0),
    } as const;
    for (const exposure of [armsOfTwo, ...mappings])
      expectExactLaws(exactly(network, structure, exposure, 3));
  });
  it("counts of units in interleaved strata", () => {
    const structure = {
      kind: "fixed-counts",
      block: Uint32Array.of(0, 1, 2, 3, 4, 5),
      blocks: 6,
      stratum: Uint32Array.of(0, 1, 0, 1, 0, 1),
      strata: 2,
      counts: Uint32Array.of(1, 1, 1, 0, 2, 1),
    } as const;
    for (const exposure of [armsOfTwo, ...mappings])
      expectExactLaws(exactly(network, structure, exposure, 3));
  });
  it("counts of units, where conditions ask in which stratum somebody is treated", () => {
    // Each agent looks at one agent of either stratum; some go by the first, some by the second.
    const network = tiny(8, []);
    const either = customExposure({
      name: "either",
      conditions: ["no", "yes"],
      dependsOn: (_, i) => [i % 4, 4 + (i % 4)],
      condition: (i, arms) => arms[i < 2 || i > 5 ? i % 4 : 4 + (i % 4)]!,
    });
    const structure = {
      kind: "fixed-counts",
      block: Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
      blocks: 8,
      stratum: Uint32Array.of(0, 0, 0, 0, 1, 1, 1, 1),
      strata: 2,
      counts: Uint32Array.of(3, 1, 1, 3),
    } as const;
    expectExactLaws(exactly(network, structure, either));
  });
  it("says nothing of types that no two agents can be of, for want of blocks", () => {
    const star = tinyNetworks.star!;
    const { far } = exactly(star, complete({ treated: 2 }).law(star).structure, firstTreated).pairs;
    if (far === "independent") throw new Error("counts make all pairs dependent");
    const hub = far.law(far.type[0]!, far.type[0]!);
    for (let c = 0; c < 4; c++) {
      for (let d = 0; d < 4; d++) {
        expect(Number.isFinite(hub.joint(c, d))).toBe(true);
      }
    }
  });
  it("pairs of agents, one of each treated", () => {
    const structure = {
      kind: "fixed-counts",
      block: Uint32Array.of(0, 1, 2, 3, 4, 5),
      blocks: 6,
      stratum: Uint32Array.of(0, 0, 1, 1, 2, 2),
      strata: 3,
      counts: Uint32Array.of(1, 1, 1, 1, 1, 1),
    } as const;
    for (const exposure of mappings) expectExactLaws(exactly(network, structure, exposure));
  });
});

describe("what is possible", () => {
  it("a chance too small for a double is not an impossibility", () => {
    const network = tiny(3, [
      [0, 1],
      [1, 2],
    ]);
    const design = bernoulli({ probability: [1e-200, 1e-200, 0.5] });
    const { local: _, ...listed } = anyTreatedNeighbor();
    const both = exactly(network, design.law(network).structure, {
      ...listed,
      dependence: {
        agents: (graph, i) => Uint32Array.from([i, ...near(graph, i)]).sort(),
        condition: (graph, i, arms) => listed.of(graph, arms)[i]!,
      },
    });
    expect(both.of(0, "both")).toBe(0);
    expect(both.impossible("both")).toEqual([]);
    const law = both.pairs.law(0, 1);
    expect(law.joint(3, 3)).toBe(0);
    expect(law.possible(3, 3)).toBe(true);
    expect(law.possible(2, 3)).toBe(false);
  });
  it("one block of all agents", () => {
    const network = tinyNetworks.star!;
    const { structure } = cluster({ clusters: [1, 1, 1, 1, 1, 2], probability: 0.5 }).law(network);
    for (const exposure of mappings) expectExactLaws(exactly(network, structure, exposure));
  });
});

describe("gives up where listing would take too long", () => {
  const everybody = (checks = 0): Exposure =>
    customExposure({
      name: "everybody",
      conditions: ["few", "many"],
      dependsOn: (network) => network.ids.keys(),
      condition: (_, arms) => (arms.reduce((all, arm) => all + arm, 0) > arms.length / 2 ? 1 : 0),
      checks,
    });
  it("16 blocks of two arms have 65,536 states, 17 have too many", () => {
    const lone = (n: number): Network => tiny(n, []);
    /** The first agent looks at everybody, the others at agent 1 alone. */
    const all = everybody();
    const exposure: Exposure = {
      ...all,
      dependence: {
        condition: () => 0,
        agents: (network, i) => (i === 0 ? all.dependence!.agents(network, i) : Uint32Array.of(1)),
      },
    };
    const at = (n: number): unknown =>
      dependenceProbabilities(
        { network: lone(n), law: bernoulli().law(lone(n)), exposure },
        bernoulli().law(lone(n)).structure as IndependentBlocks,
      );
    expect(at(16)).toBeDefined();
    expect(at(17)).toBeUndefined();
  });
  it("an exposure that names no agents", () => {
    const network = tiny(3, []);
    const { dependence: _, ...silent } = everybody();
    const law = bernoulli().law(network);
    expect(
      dependenceProbabilities({ network, law, exposure: silent }, law.structure as IndependentBlocks),
    ).toBeUndefined();
  });
  it("then probabilities are listed or simulated", () => {
    const network = tiny(18, [[0, 1]]);
    const pi = exposureProbabilities(network, bernoulli(), everybody(), { draws: 100 });
    expect(pi.method).toBe("monte-carlo");
    expect(exposureProbabilities(network, complete({ treated: 2 }), everybody()).method).toBe("exact");
  });
});

it("a ring of 2,000 agents: exact where no list could be made", () => {
  const n = 2000;
  const ring = tiny(
    n,
    Array.from({ length: n }, (_, i) => [i, (i + 1) % n] as const),
  );
  const coins = exposureProbabilities(ring, bernoulli({ probability: 0.3 }), firstTreated);
  expect(coins.method).toBe("exact");
  expect(coins.of(10, "own")).toBeCloseTo(0.3, 14);
  expect(coins.of(10, "nobody")).toBeCloseTo(0.7 ** 3, 14);
  // Agents 10 and 12 both look at 11: P(nobody, nobody) = P(none of 9 … 13 treated).
  expect(coins.joint(10, "nobody", 12, "nobody")).toBeCloseTo(0.7 ** 5, 14);
  const counts = exposureProbabilities(ring, complete({ treated: 600 }), firstTreated);
  // 600 of 2,000, without replacement: none of three, none of six (agents 10 and 20 share nobody).
  const none = (k: number): number =>
    Array.from({ length: k }, (_, x) => (1400 - x) / (2000 - x)).reduce((a, b) => a * b, 1);
  expect(counts.of(10, "nobody")).toBeCloseTo(none(3), 14);
  expect(counts.joint(10, "nobody", 20, "nobody")).toBeCloseTo(none(6), 14);
  const { far } = counts.pairs;
  if (far === "independent") throw new Error("counts make all pairs dependent");
  expect(far.law(far.type[10]!, far.type[20]!).joint(0, 0)).toBeCloseTo(none(6), 14);
  expect(far.count).toBeLessThanOrEqual(4);
});
