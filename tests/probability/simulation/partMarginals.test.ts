import { describe, expect, it } from "vitest";
import { lawOf } from "../../../designs/law/lawOf.ts";
import type { FixedCounts, IndependentBlocks } from "../../../designs/Structure.ts";
import { rng } from "../../../src/core/rng.ts";
import { allTreated } from "../../../src/exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { countTreated } from "../../../src/exposure/countTreated.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { shareTreated } from "../../../src/exposure/shareTreated.ts";
import { twoHop } from "../../../src/exposure/twoHop.ts";
import { exactProbabilities } from "../../../src/probability/exactProbabilities.ts";
import { incidenceSets } from "../../../src/probability/laws/incidenceSets.ts";
import { partDependents } from "../../../src/probability/simulation/partDependents.ts";
import { partMarginals } from "../../../src/probability/simulation/partMarginals.ts";
import { tinyNetworks } from "../../support/tinyWorlds.ts";

const exposures = [
  allTreated({ focal: 1 }),
  anyTreatedNeighbor({ focal: 1 }),
  ownArm(),
  shareTreated({ treated: 0.5, focal: 1 }),
  countTreated({ cap: 2, focal: 1 }),
  twoHop({ focal: 1 }),
];

/** Structures of three blocks for n agents: coins of two and three arms, and counts in one and two strata. */
function structures(n: number): readonly (readonly [readonly string[], IndependentBlocks | FixedCounts])[] {
  const block = Uint32Array.from({ length: n }, (_, i) => (i * 2) % 3);
  const two = ["control", "treated"];
  const three = ["a", "b", "c"];
  const fixed = { kind: "fixed-counts", block, blocks: 3 } as const;
  return [
    [
      two,
      {
        kind: "independent-blocks",
        block,
        blocks: 3,
        probability: Float64Array.of(0.5, 0.5, 0.3, 0.7, 1, 0),
      },
    ],
    [
      three,
      {
        kind: "independent-blocks",
        block,
        blocks: 3,
        probability: Float64Array.of(0.2, 0.3, 0.5, 0.1, 0.8, 0.1, 0.4, 0, 0.6),
      },
    ],
    [two, { ...fixed, stratum: Uint32Array.of(0, 0, 0), strata: 1, counts: Uint32Array.of(1, 2) }],
    [two, { ...fixed, stratum: Uint32Array.of(0, 1, 0), strata: 2, counts: Uint32Array.of(1, 1, 0, 1) }],
    [three, { ...fixed, stratum: Uint32Array.of(0, 0, 0), strata: 1, counts: Uint32Array.of(1, 1, 1) }],
  ];
}

describe("partMarginals", () => {
  it("are the exact marginals, by the short cut or without it", () => {
    for (const network of Object.values(tinyNetworks)) {
      for (const [arms, structure] of structures(network.n)) {
        const law = lawOf(arms, network.n, structure);
        for (const given of exposures) {
          const exposure = given.forArms?.(arms) ?? given;
          const mapping = exposure.local?.(network);
          if (!mapping) continue;
          const subject = { network, law, exposure };
          const marginalsOf = partMarginals(subject, mapping);
          const exact = exactProbabilities(subject, mapping, structure).marginals;
          // Twice, because working memory is used again.
          for (let time = 0; time < 2; time++) {
            const found = marginalsOf(structure);
            expect(found).toHaveLength(exact.length);
            for (const [k, p] of exact.entries()) {
              expect(Math.abs(found[k]! - p)).toBeLessThan(1e-14);
              expect(found[k]! > 0).toBe(p > 0);
            }
          }
        }
      }
    }
  });
});

describe("touchSets", () => {
  it("are the blocks of an agent and its in-neighbours, its own first, whatever was asked before", () => {
    const stream = rng("touch");
    for (const network of Object.values(tinyNetworks)) {
      const around = incidenceSets(network);
      for (let r = 0; r < 10; r++) {
        const block = Uint32Array.from({ length: network.n }, () => stream.integer(4));
        const { offsets, blocks } = around(block);
        for (let i = 0; i < network.n; i++) {
          const found = [...blocks.subarray(offsets[i]!, offsets[i + 1]!)];
          const near = network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!);
          expect(found[0]).toBe(block[i]);
          expect(new Set(found).size).toBe(found.length);
          expect(new Set(found)).toEqual(new Set([block[i]!, ...Array.from(near, (j) => block[j]!)]));
        }
      }
    }
  });
});

describe("partDependents", () => {
  it("are at least the agents who share a block or a stratum around them, and at most everybody", () => {
    for (const network of Object.values(tinyNetworks)) {
      const boundOf = partDependents(network);
      for (const [, structure] of structures(network.n)) {
        const found = boundOf(structure);
        const group = Array.from(structure.block, (b) =>
          structure.kind === "fixed-counts" ? structure.stratum[b]! : b,
        );
        const sets = Array.from({ length: network.n }, (_, i) => {
          const near = network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!);
          return new Set([group[i]!, ...Array.from(near, (j) => group[j]!)]);
        });
        sets.forEach((mine, i) => {
          const count = sets.filter((other) => [...other].some((b) => mine.has(b))).length;
          expect(found[i]!).toBeGreaterThanOrEqual(count);
          expect(found[i]!).toBeLessThanOrEqual(network.n);
        });
      }
    }
  });
});
