import fc from "fast-check";
import type { Design } from "../../designs/Design.ts";
import { lawOf } from "../../designs/law/lawOf.ts";
import type { Structure } from "../../designs/Structure.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import type { Network } from "../../src/network/Network.ts";

/** A structure with a list of assignments: everything but a sampler. */
export type ListedStructure = Exclude<Structure, { readonly kind: "sampler-only" }>;

/** A design that is nothing but a structure, for structures that no catalogue entry makes. */
export function designOf(arms: readonly string[], structure: ListedStructure): Design {
  return { name: "made-up", params: {}, law: (network) => lawOf(arms, network.n, structure) };
}

export interface RandomWorld {
  readonly network: Network;
  readonly design: Design;
  readonly arms: readonly string[];
  /** An arm that exposures count as treated. */
  readonly focal: number;
}

/** Random networks of up to 8 agents, directed or not, weighted or not, under random structures of two or three arms. */
export const randomWorlds: fc.Arbitrary<RandomWorld> = fc
  .record({ n: fc.integer({ min: 2, max: 8 }), three: fc.boolean() })
  .chain(({ n, three }) => {
    const arms = three ? ["a", "b", "c"] : ["control", "treated"];
    return fc.record({
      network: networks(n),
      design: structures(n, arms.length, 1).map((structure) => designOf(arms, structure)),
      arms: fc.constant(arms),
      focal: fc.nat(arms.length - 1),
    });
  });

function networks(n: number): fc.Arbitrary<Network> {
  const agents = Array.from({ length: n }, (_, i) => String(i));
  const pair = fc.tuple(fc.nat(n - 1), fc.nat(n - 1)).filter(([a, b]) => a !== b);
  return fc
    .record({
      directed: fc.boolean(),
      weights: fc.option(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 14, maxLength: 14 }), {
        nil: undefined,
      }),
      edges: fc.uniqueArray(pair, {
        maxLength: 14,
        selector: ([a, b]) => Math.min(a, b) * n + Math.max(a, b),
      }),
    })
    .map(({ directed, weights, edges }) =>
      fromEdges(
        edges.map(([a, b], k) =>
          weights
            ? ([agents[a]!, agents[b]!, weights[k]! / 10] as const)
            : ([agents[a]!, agents[b]!] as const),
        ),
        { directed, agents },
      ),
    );
}

/** Up to six blocks for two arms and four for three, so that every assignment can be listed. */
function structures(n: number, arms: number, depth: number): fc.Arbitrary<ListedStructure> {
  const blocked = fc.array(fc.nat(arms === 2 ? 5 : 3), { minLength: n, maxLength: n }).map(withoutGaps);
  const kinds: fc.Arbitrary<ListedStructure>[] = [
    blocked.chain((block) => coins(block, arms)),
    blocked.chain((block) => counts(block, arms)),
    fc
      .array(fc.array(fc.nat(arms - 1), { minLength: n, maxLength: n }), { minLength: 1, maxLength: 6 })
      .map((lists) => ({
        kind: "explicit-support",
        assignments: lists.map((list) => Uint8Array.from(list)),
        probability: Float64Array.from(lists, (_, k) => (k + 1) / ((lists.length * (lists.length + 1)) / 2)),
      })),
  ];
  if (depth > 0) {
    const part = structures(n, arms, depth - 1);
    kinds.push(
      fc.array(part, { minLength: 2, maxLength: 3 }).map((parts) => ({
        kind: "mixture",
        parts: parts.map((structure, k) => ({
          weight: (k + 1) / ((parts.length * (parts.length + 1)) / 2),
          structure,
        })),
      })),
    );
  }
  return fc.oneof(...kinds);
}

function withoutGaps(labels: readonly number[]): { block: Uint32Array; blocks: number } {
  const present = [...new Set(labels)];
  return { block: Uint32Array.from(labels, (label) => present.indexOf(label)), blocks: present.length };
}

/** Coins with chances in tenths; a chance of 0 is common. */
function coins(
  { block, blocks }: { block: Uint32Array; blocks: number },
  arms: number,
): fc.Arbitrary<ListedStructure> {
  const row = fc
    .array(fc.nat(5), { minLength: arms, maxLength: arms })
    .map((weights) => (weights.every((weight) => weight === 0) ? weights.map(() => 1) : weights))
    .map((weights) => weights.map((weight) => weight / weights.reduce((a, b) => a + b, 0)));
  return fc.array(row, { minLength: blocks, maxLength: blocks }).map((rows) => ({
    kind: "independent-blocks",
    block,
    blocks,
    probability: Float64Array.from(rows.flat()),
  }));
}

/** Counts in up to three strata, each block's arm dealt at random and then counted. */
function counts(
  { block, blocks }: { block: Uint32Array; blocks: number },
  arms: number,
): fc.Arbitrary<ListedStructure> {
  const labels = fc.array(fc.nat(2), { minLength: blocks, maxLength: blocks }).map(withoutGaps);
  const dealt = fc.array(fc.nat(arms - 1), { minLength: blocks, maxLength: blocks });
  return fc.tuple(labels, dealt).map(([{ block: stratum, blocks: strata }, arm]) => {
    const count = new Uint32Array(strata * arms);
    arm.forEach((a, b) => {
      count[stratum[b]! * arms + a]!++;
    });
    return { kind: "fixed-counts", block, blocks, stratum, strata, counts: count };
  });
}
