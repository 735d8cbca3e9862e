import { describe, expect, it } from "vitest";
import { complete } from "../../../designs/index.ts";
import { bicliques } from "../../../estimators/hypotheses/bicliques.ts";
import { compareGroups } from "../../../estimators/hypotheses/compareGroups.ts";
import { pValue } from "../../../estimators/hypotheses/pValue.ts";
import { addedStatistic } from "../../../estimators/hypotheses/WorldStatistic.ts";
import {
  adjustP,
  type Estimator,
  focalUnitTest,
  inquire,
  randomizationTest,
  type TestResult,
} from "../../../estimators/index.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { readGolden } from "../../support/readGolden.ts";
import { tiny } from "../../support/tinyWorlds.ts";

interface Golden {
  readonly input: {
    readonly frt: { readonly y: number[]; readonly z: number[]; readonly m: number };
    readonly focal: { edges: [number, number][]; focals: number[]; y: number[]; z: number[] };
    readonly conditioning: { readonly y: number[] };
    readonly biclique: {
      readonly y: number[];
      readonly assignments: number[][];
      readonly bicliques: { readonly units: number[]; readonly assignments: number[] }[];
    };
  };
  readonly expected: {
    readonly frt: { statistic: number; pOneSided: number; pTwoSidedAbs: number; pAtTau2: number };
    readonly focal: { statistic: number; conditionalAssignments: number; p: number };
    readonly conditioning: { correctExcessSize: number };
    readonly biclique: { excessSize: number; excessSizeIfObservedExcluded: number; pForAssignment4: number };
  };
}

const { input, expected } = readGolden<Golden>("d01-randomization-tests");
const network = tiny(6, input.focal.edges);

function result(
  estimator: Estimator,
  treated: number,
  arms: readonly number[],
  outcomes: readonly number[],
  name: string,
): TestResult {
  const [row] = inquire({
    plan: { arms: ["control", "treated"], agents: network.ids, assignments: [arms] },
    probabilities: exposureProbabilities(network, complete({ treated }), anyTreatedNeighbor()),
    outcomes,
    inquiries: [{ kind: "test", name: "test", hypothesis: name }],
    estimators: [estimator],
  });
  return row as TestResult;
}

/** The largest amount by which P(p ≤ α) is above α, for assignments that are equally likely; a test without an answer never rejects. */
const excessOf = (found: readonly number[], count: number): number =>
  Math.max(0, ...found.map((p) => found.filter((other) => other <= p + 1e-12).length / count - p));

describe("d01", () => {
  it("Fisher's test, one-sided, two-sided and of a shift", () => {
    const { y, z, m } = input.frt;
    const greater = result(
      randomizationTest({ statistic: "difference", alternative: "greater" }),
      m,
      z,
      y,
      "no-effect",
    );
    expect(greater.statistic).toBeCloseTo(expected.frt.statistic, 10);
    expect(greater.p).toBeCloseTo(expected.frt.pOneSided, 10);
    const both = result(randomizationTest({ statistic: "difference" }), m, z, y, "no-effect");
    expect(both.p).toBeCloseTo(expected.frt.pTwoSidedAbs, 10);
    const shifted = y.map((one, i) => one - 2 * z[i]!);
    expect(result(randomizationTest({ statistic: "difference" }), m, z, shifted, "no-effect").p).toBeCloseTo(
      expected.frt.pAtTau2,
      10,
    );
  });

  it("focal agents", () => {
    const { focals, y, z } = input.focal;
    const found = result(
      focalUnitTest({ statistic: "edges", focals: focals.map(String) }),
      2,
      z,
      y,
      "no-spillover",
    );
    expect(found.statistic).toBeCloseTo(expected.focal.statistic, 10);
    expect(found.assignments).toBe(expected.focal.conditionalAssignments);
    expect(found.p).toBeCloseTo(expected.focal.p, 10);
  });

  it("focal agents that depend on the assignment keep their size", () => {
    const test = focalUnitTest({ focals: { conditions: { indirect: 2, none: 1 } }, statistic: "exposed" });
    const all = [...complete({ treated: 2 }).law(network).support!()];
    const rows = all.map(([z]) => result(test, 2, Array.from(z), input.conditioning.y, "no-spillover"));
    const p = rows.flatMap((row) => ("p" in row ? [row.p] : []));
    expect(p.length).toBeGreaterThan(5);
    expect(excessOf(p, all.length)).toBeCloseTo(expected.conditioning.correctExcessSize, 10);
  });

  it("bicliques, with the assignment at hand and, wrongly, without", () => {
    const { y, assignments, bicliques: given } = input.biclique;
    const exposure = anyTreatedNeighbor();
    const levels = {
      first: exposure.conditions.indexOf("indirect"),
      second: exposure.conditions.indexOf("none"),
    };
    const right: number[] = [];
    const wrong: number[] = [];
    for (const { units, assignments: members } of given) {
      const data = { agents: Uint32Array.from(units), value: Float64Array.from(y) };
      const of = (arms: Uint8Array): Uint8Array => exposure.of(network, arms);
      const statistic = addedStatistic([compareGroups("difference", data, { ...levels, of })]);
      const values = members.map((k) => Math.abs(statistic([Uint8Array.from(assignments[k]!)])));
      members.forEach((k, own) => {
        const weights = new Float64Array(values.length).fill(1);
        right[k] = pValue(values[own]!, { values: Float64Array.from(values), weights }, "greater").p;
        const others = values.filter((_, j) => j !== own);
        wrong[k] =
          others.length === 0
            ? 0
            : others.filter((one) => one >= values[own]! - 1e-12).length / others.length;
      });
    }
    expect(excessOf(right, assignments.length)).toBeCloseTo(expected.biclique.excessSize, 10);
    expect(right[4]).toBeCloseTo(expected.biclique.pForAssignment4, 10);
    // The reference looks at α from 0.02 on; without the assignment at hand p can be 0.
    const rejected = wrong.filter((p) => p <= 0.02).length / assignments.length;
    expect(rejected - 0.02).toBeCloseTo(expected.biclique.excessSizeIfObservedExcluded, 10);
  });
});

describe("d02", () => {
  it("Holm, Benjamini and Hochberg, Benjamini and Yekutieli", () => {
    const golden = readGolden<{
      readonly input: { readonly p: number[] };
      readonly expected: Readonly<Record<"holm" | "bh" | "by", number[]>>;
    }>("d02-multiple-testing");
    for (const method of ["holm", "bh", "by"] as const)
      adjustP(golden.input.p, method).forEach((one, k) => {
        expect(one).toBeCloseTo(golden.expected[method][k]!, 12);
      });
  });

  it("numbers that are no p-values are refused", () => {
    expect(() => adjustP([0.1, Number.NaN], "holm")).toThrow(
      "adjustP: a p-value must be a number from 0 to 1, got NaN at position 1",
    );
    expect(adjustP([], "by")).toEqual([]);
  });
});

describe("greedy bicliques of the package BicliqueRT", () => {
  interface Case {
    readonly id: string;
    readonly n: number;
    readonly edges: [number, number][];
    readonly Z: number[];
    readonly Y: number[];
    readonly draws: string[];
    readonly test: {
      readonly statistic: number;
      readonly "statistic.dist": number[];
      readonly p_without_randomised_ties: { readonly lower: number; readonly upper: number };
      readonly conditional_clique: { readonly units: number[]; readonly assignments: string[] };
    };
  }
  const cases = readGolden<Case[]>("biclique/greedy-ring16");
  it.each(cases.map((one) => [one.id, one] as const))("%s", (_, { n, edges, Z, Y, draws, test }) => {
    const ring = tiny(n, edges);
    const exposure = anyTreatedNeighbor();
    const levels = {
      first: exposure.conditions.indexOf("indirect"),
      second: exposure.conditions.indexOf("none"),
    };
    const of = (arms: Uint8Array): Uint8Array => exposure.of(ring, arms);
    const read = (text: string): Uint8Array => Uint8Array.from(text, Number);
    // Its own clique, with our statistic.
    const agents = Uint32Array.from(test.conditional_clique.units, (unit) => unit - 1);
    const statistic = addedStatistic([
      compareGroups("difference", { agents, value: Float64Array.from(Y) }, { ...levels, of }),
    ]);
    const own = Math.abs(statistic([Uint8Array.from(Z)]));
    expect(own).toBeCloseTo(test.statistic, 10);
    const others = test.conditional_clique.assignments.filter((text) => text !== Z.join(""));
    const values = others.map((text) => Math.abs(statistic([read(text)])));
    expect([...values].sort((a, b) => a - b).map((one) => one.toFixed(10))).toEqual(
      [...test["statistic.dist"]].sort((a, b) => a - b).map((one) => one.toFixed(10)),
    );
    const { lower, upper } = test.p_without_randomised_ties;
    const p = pValue(own, { values: Float64Array.from(values) }, "greater").p;
    expect(p).toBeGreaterThanOrEqual(lower);
    expect(p).toBeLessThanOrEqual(upper + 1e-12);
    // Our division of the same assignments.
    const columns = [Z.join(""), ...draws].map(read);
    const words = Math.ceil(n / 32);
    const bits = new Uint32Array(columns.length * words);
    const inside = columns.map((arms) =>
      Array.from(of(arms), (c) => c === levels.first || c === levels.second),
    );
    inside.forEach((row, k) => {
      row.forEach((exposed, i) => {
        if (exposed) bits[k * words + (i >>> 5)]! |= 1 << (i & 31);
      });
    });
    const limits = { leastAssignments: 20, leastUnits: 2 };
    const found = bicliques({ assignments: columns.length, units: n, words, bits }, limits);
    const all = found.flatMap(({ assignments }) => assignments);
    expect([...all].sort((a, b) => a - b)).toEqual(columns.map((_, k) => k));
    for (const { assignments, units } of found)
      expect(assignments.every((k) => [...units].every((i) => inside[k]![i]))).toBe(true);
    expect(found[0]!.assignments.length).toBeGreaterThanOrEqual(20);
    expect(found[0]!.units.length).toBeGreaterThanOrEqual(2);
  });
});
