import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EgoSettings } from "../../designs/ego.ts";
import { ego, egosOf } from "../../designs/index.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { customExposure } from "../../src/exposure/customExposure.ts";
import type { Network } from "../../src/network/Network.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";

const golden = readGolden<{
  readonly input: {
    readonly n: number;
    readonly edges: readonly (readonly [number, number])[];
    readonly egoOrder: readonly number[];
  };
  readonly expected: {
    readonly egos: readonly number[];
    readonly egoClusters: readonly (readonly number[])[];
  };
}>("a08-clustering");
const network = tiny(golden.input.n, golden.input.edges);
const order = golden.input.egoOrder.map(String);

const closed = ({ offsets, sources }: Network, i: number): number[] => [
  i,
  ...sources.subarray(offsets[i]!, offsets[i + 1]!),
];

describe("egos", () => {
  it("are those of the worked example a08", () => {
    const { egos, cluster } = egosOf(network, { order });
    expect(egos).toEqual(golden.expected.egos);
    expect(egos.map((_, k) => Array.from(cluster.keys()).filter((i) => cluster[i] === k))).toEqual(
      golden.expected.egoClusters,
    );
  });

  it("with fewest neighbours come first in the order by degree", () => {
    expect(egosOf(network, { order: "degree" }).egos).toEqual([5, 0]);
  });

  it("have disjoint closed neighbourhoods, and leave no room for another ego", () => {
    const arrow = fc.tuple(fc.nat(11), fc.nat(11)).filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(
        fc.uniqueArray(arrow, { selector: String, maxLength: 40 }),
        fc.boolean(),
        fc.nat(),
        (edges, directed, seed) => {
          const some = tiny(12, edges, directed);
          const { egos, cluster } = egosOf(some, { seed });
          const taken = egos.flatMap((i) => closed(some, i));
          expect(new Set(taken).size).toBe(taken.length);
          for (const [k, i] of egos.entries()) for (const j of closed(some, i)) expect(cluster[j]).toBe(k);
          expect(cluster.filter((k) => k >= 0).length).toBe(taken.length);
          for (let i = 0; i < 12; i++) expect(closed(some, i).some((j) => cluster[j]! >= 0)).toBe(true);
        },
      ),
    );
  });

  it("are the same for the same seed", () => {
    expect(egosOf(network, { seed: 4 })).toEqual(egosOf(network, { seed: 4 }));
  });
});

describe("the law", () => {
  const pi = (settings: EgoSettings) =>
    exposureProbabilities(network, ego({ order, ...settings }), anyTreatedNeighbor());

  it("gives control egos all of their neighbours or none, by fair coins, independently", () => {
    const found = pi({});
    for (const i of [0, 4]) {
      expect(found.of(i, "indirect")).toBe(0.5);
      expect(found.of(i, "none")).toBe(0.5);
    }
    expect(found.joint(0, "indirect", 4, "indirect")).toBe(0.25);
    expect(found.joint(0, "indirect", 4, "none")).toBe(0.25);
    for (const z of [...ego({ order }).law(network).support!()].map(([z]) => z)) {
      expect(z[0]! + z[4]!).toBe(0);
      expect([z[1], z[3]]).toEqual([z[2], z[5]]);
    }
  });

  it("holds treated egos in treatment", () => {
    const found = pi({ ego: "treated", probability: 0.25 });
    expect(found.of(4, "both")).toBe(0.25);
    expect(found.of(4, "direct")).toBe(0.75);
  });

  it("gives egos with a coin all four conditions", () => {
    const found = pi({ ego: "coin", egoProbability: 0.25 });
    const conditions = ["none", "direct", "indirect", "both"];
    expect(conditions.map((c) => found.of(0, c))).toEqual([0.375, 0.125, 0.375, 0.125]);
  });

  it("never treats agents outside all neighbourhoods", () => {
    const law = ego({ order: ["5"] }).law(network);
    expect([0, 1, 2, 3, 4, 5].map((i) => law.marginal(i, 1))).toEqual([0, 0, 0, 0, 0.5, 0]);
  });

  it("lets an exposure of one's own restrict the analysis to egos, exactly", () => {
    const { egos } = egosOf(network, { order });
    const among = customExposure({
      name: "egos",
      conditions: ["none", "all", "no ego"],
      condition: (i, arms, { offsets, sources }) =>
        egos.includes(i) ? arms[sources[offsets[i]!]!]! : "no ego",
      dependsOn: ({ offsets, sources }, i) =>
        egos.includes(i) ? sources.subarray(offsets[i]!, offsets[i + 1]!) : [],
    });
    const found = exposureProbabilities(network, ego({ order }), among);
    expect(found.method).toBe("exact");
    const inside = [0, 1, 2, 3, 4, 5].filter((i) => found.of(i, "none") > 0 && found.of(i, "all") > 0);
    expect(inside).toEqual(egos);
  });
});

describe("a request that cannot be honoured is refused with a way out", () => {
  it.each([
    [
      "no edges",
      () => ego().law(tiny(3, [])),
      "ego: some ego must have neighbours, or nothing is drawn; got none: list agents with neighbours in order, or set ego to coin",
    ],
    [
      "an unknown agent",
      () => ego({ order: ["ann"] }).law(network),
      'ego: order names agent "ann", who is not in the network',
    ],
    [
      "a chance for a coin that is not thrown",
      () => ego({ egoProbability: 0.5 }).law(network),
      "ego: egoProbability is the chance of an ego's coin, but ego is control: set ego to coin, or leave egoProbability out",
    ],
    [
      "alters that are always treated",
      () => ego({ probability: 1 }),
      "ego: probability must be a probability above 0 and below 1, got 1",
    ],
    [
      "an order that is none",
      () => ego.from({ order: 3 }),
      "ego: order must be random, degree, or a list of ids, got 3",
    ],
  ] as const)("%s", (_, request, message) => {
    expect(request).toThrowError(message);
  });
});
