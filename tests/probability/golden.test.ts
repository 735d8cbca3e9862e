import { describe, expect, it } from "vitest";
import type { Design } from "../../designs/Design.ts";
import { bernoulli, cluster, complete } from "../../designs/index.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { shareTreated } from "../../src/exposure/shareTreated.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";

type Edges = readonly (readonly [number, number])[];
type Table = Readonly<Record<string, readonly number[]>>;
type Matrices = Readonly<Record<string, readonly (readonly number[])[]>>;
interface Input {
  readonly n: number;
  readonly edges: Edges;
}
const names: Readonly<Record<string, string>> = {
  "00": "none",
  "01": "indirect",
  "10": "direct",
  "11": "both",
};

function expectTables(input: Input, design: Design, pi: Table, joints: Matrices): void {
  const found = exposureProbabilities(tiny(input.n, input.edges), design, anyTreatedNeighbor());
  expect(Object.keys(pi).length).toBe(4);
  for (const [level, row] of Object.entries(pi))
    row.forEach((p, i) => expect(found.of(i, names[level]!)).toBeCloseTo(p, 12));
  for (const [levels, matrix] of Object.entries(joints)) {
    const [c, d] = levels.split(/[|_]/).slice(-2) as [string, string];
    matrix.forEach((row, i) =>
      row.forEach((p, j) => expect(found.joint(i, names[c]!, j, names[d]!)).toBeCloseTo(p, 12)),
    );
  }
}

it("golden a01: second-order probabilities of complete randomization, 2 of 5", () => {
  const pi = exposureProbabilities(tiny(5, []), complete({ treated: 2 }), ownArm());
  expect(pi.joint(0, "treated", 1, "treated")).toBeCloseTo(0.1, 14);
});

it("golden b01: any treated neighbour under unequal coins", () => {
  const { input, expected } = readGolden<{
    input: Input & { p: number[] };
    expected: { pi: Table; joint: Matrices };
  }>("b01-exposure-probabilities-bernoulli");
  expectTables(input, bernoulli({ probability: input.p }), expected.pi, expected.joint);
});

it("golden b02: any treated neighbour, 2 of 6 treated", () => {
  const { input, expected } = readGolden<{
    input: Input & { m: number };
    expected: { pi: Table; joint: Matrices };
  }>("b02-exposure-probabilities-complete");
  expectTables(input, complete({ treated: input.m }), expected.pi, expected.joint);
});

describe("golden b03: any treated neighbour with clusters", () => {
  type Block = { readonly pi: Table } & Readonly<Record<`joint_${string}`, readonly (readonly number[])[]>>;
  const { input, expected } = readGolden<{
    input: Input & { clusters: number[]; pBernoulli: number[]; completeTreated: number };
    expected: { bernoulli: Block; complete: Block };
  }>("b03-exposure-probabilities-cluster");
  const joints = (block: Block): Matrices =>
    Object.fromEntries(Object.entries(block).filter(([key]) => key.startsWith("joint_"))) as Matrices;
  it("one of three treated", () => {
    expectTables(
      input,
      cluster({ clusters: input.clusters, treated: input.completeTreated }),
      expected.complete.pi,
      joints(expected.complete),
    );
  });
  it("a coin of its own for each cluster", () => {
    // The catalogue's cluster design has one chance for all clusters; the structure takes one each.
    const { clusters, pBernoulli } = input;
    const even = cluster({ clusters });
    const design: Design = {
      ...even,
      law: (network) => {
        const law = even.law(network);
        if (law.structure.kind !== "independent-blocks") throw new Error("coins expected");
        law.structure.probability.set(pBernoulli.flatMap((p) => [1 - p, p]));
        return law;
      },
    };
    expectTables(input, design, expected.bernoulli.pi, joints(expected.bernoulli));
  });
});

it("golden b04: thresholds of the share of treated neighbours", () => {
  const { input, expected } = readGolden<{
    input: Input & { p: number; q: number[] };
    expected: Record<string, Table>;
  }>("b04-exposure-threshold");
  Object.values(expected).forEach((table, k) => {
    const pi = exposureProbabilities(
      tiny(input.n, input.edges),
      bernoulli({ probability: input.p }),
      shareTreated({ treated: input.q[k]! }),
    );
    table.T!.forEach((p, i) => expect(pi.of(i, "treated")).toBeCloseTo(p, 12));
    table.C!.forEach((p, i) => expect(pi.of(i, "control")).toBeCloseTo(p, 12));
    table.M!.forEach((p, i) => expect(pi.of(i, "mixed")).toBeCloseTo(p, 12));
  });
});

it("golden b05: any treated agent within two hops", () => {
  const { input, expected } = readGolden<{
    input: Input & { p: number; k: number };
    expected: { pi: Table };
  }>("b05-exposure-khop");
  const pi = exposureProbabilities(
    tiny(input.n, input.edges),
    bernoulli({ probability: input.p }),
    anyTreatedNeighbor({ hops: input.k }),
  );
  for (const [level, row] of Object.entries(expected.pi))
    row.forEach((p, i) => expect(pi.of(i, names[level]!)).toBeCloseTo(p, 12));
});
