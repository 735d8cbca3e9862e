import { describe, expect, it } from "vitest";
import { bernoulli, cluster, complete } from "../../../designs/index.ts";
import { collapsedBound } from "../../../estimators/variance/collapsedBound.ts";
import { exactVariance } from "../../../estimators/variance/exactVariance.ts";
import { groupedBound, groupedSlack } from "../../../estimators/variance/groupedBound.ts";
import type { VarianceSetting } from "../../../estimators/variance/PreparedVariance.ts";
import { pairForm } from "../../../estimators/variance/pairForm.ts";
import { nodeGroup, unobservableGroups } from "../../../estimators/variance/unobservableGroups.ts";
import { youngBound, youngSlack } from "../../../estimators/variance/youngBound.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { readGolden } from "../../support/readGolden.ts";
import { tiny } from "../../support/tinyWorlds.ts";
import { contrastSetting, expectedVariance, runningExample } from "../contrastSetting.ts";

interface Moments {
  readonly variance: number;
  readonly AS: number;
  readonly grouped: number;
  readonly traceAS: number;
  readonly traceGrouped: number;
  readonly groups?: readonly (readonly number[])[];
}
const { input, expected } = readGolden<{
  input: { clusters: readonly number[]; y1: readonly number[]; y0: readonly number[]; groups: number[][] };
  expected: {
    clusterBernoulli: Moments;
    clusterComplete1of3: Moments;
    networkExamples: Readonly<Record<string, Moments>>;
  };
}>("c02-grouped-variance-bound");
const { input: example } = readGolden<{ input: { potentialOutcomes: Record<string, number[]> } }>(
  "c11-optimised-variance-bound",
);

/** The file numbers nodes level by level; here they are 2p + a. */
const ours = (group: readonly number[]): number[] => group.map((k) => (k < 6 ? 2 * k : 2 * (k - 6) + 1));
const close = (found: number, wanted: number): void =>
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(wanted)));
const trace = ({ diagonal }: { diagonal: Float64Array }): number => diagonal.reduce((sum, x) => sum + x, 0);

function expectMoments(setting: VarianceSetting, y: readonly (readonly number[])[], wanted: Moments): void {
  const form = pairForm(setting);
  const groups = unobservableGroups(form, setting.probabilities.law.structure);
  const [first, second] = setting.levels.map((level) => Float64Array.from(y[level]!));
  const variance = exactVariance(setting)(first!, second!);
  close(variance, wanted.variance);
  close(trace(youngSlack(form)), wanted.traceAS);
  close(trace(groupedSlack(form, groups)), wanted.traceGrouped);
  close(expectedVariance(setting, y, youngBound(setting)), wanted.AS);
  close(expectedVariance(setting, y, groupedBound(setting)), wanted.grouped);
  // θᵀ(A + S)θ: the variance and, for each group, the square of its sum.
  const theta = (k: number): number => y[setting.levels[(k & 1) as 0 | 1]]![setting.population[k >> 1]!]!;
  const slack = groups.map(({ nodes, weights }) =>
    nodes.reduce((sum, k, x) => sum + weights[x]! * theta(k), 0),
  );
  close(variance + slack.reduce((sum, x) => sum + x * x, 0) / setting.population.length ** 2, wanted.grouped);
}

describe("golden c02: grouped bound", () => {
  const y = [input.y0, input.y1];
  const agents = tiny(6, []);
  const arms = ["treated", "control"] as const;

  it("cluster coins: found and given groups, and the collapsed bound is the same", () => {
    const design = cluster({ clusters: input.clusters, probability: 0.5 });
    const setting = contrastSetting(agents, design, ownArm(), arms);
    expectMoments(setting, y, expected.clusterBernoulli);
    const given = groupedBound(setting, { groups: input.groups.map(ours) });
    close(expectedVariance(setting, y, given), expected.clusterBernoulli.grouped);
    close(expectedVariance(setting, y, collapsedBound(setting)), expected.clusterBernoulli.grouped);
  });

  it("one of three clusters: the groups listed, in their order", () => {
    const design = cluster({ clusters: input.clusters, treated: 1 });
    const setting = contrastSetting(agents, design, ownArm(), arms);
    expectMoments(setting, y, expected.clusterComplete1of3);
    const found = unobservableGroups(pairForm(setting), setting.probabilities.law.structure);
    const sorted = (group: readonly number[]): number[] => [...group].sort((k, l) => k - l);
    expect(found.map(({ nodes }) => sorted(nodes))).toEqual(
      expected.clusterComplete1of3.groups!.map((group) => sorted(ours(group))),
    );
  });

  it.each(Object.entries(expected.networkExamples))("%s", (key, wanted) => {
    const [design, contrast] = key.split(" ") as [string, string];
    const [first, second] = contrast.split("-") as [string, string];
    const setting = contrastSetting(
      tiny(6, runningExample.edges),
      design === "complete" ? complete({ treated: 2 }) : bernoulli(),
      anyTreatedNeighbor(),
      [runningExample.names[first]!, runningExample.names[second]!],
    );
    expectMoments(
      setting,
      runningExample.levels.map((level) => example.potentialOutcomes[level]!),
      wanted,
    );
  });
});

describe("groups of unequal sides", () => {
  // Coins on two clusters of 2 and 1 agents: treated 0 and 1 against control 0 cannot occur together.
  const setting = contrastSetting(tiny(3, []), cluster({ clusters: [0, 0, 1], probability: 0.5 }), ownArm(), [
    "treated",
    "control",
  ]);

  it("get weights √(q/p) and −√(p/q)", () => {
    const { weights } = nodeGroup(pairForm(setting), [0, 2, 1]);
    expect(weights).toEqual([Math.SQRT1_2, Math.SQRT1_2, -Math.SQRT2]);
  });

  it("bound the variance as others do", () => {
    const y = [
      [1, -2, 3],
      [4, 0, 7],
    ];
    const groups = [
      [0, 2, 1],
      [0, 2, 3],
      [4, 5],
    ];
    const bound = expectedVariance(setting, y, groupedBound(setting, { groups }));
    const variance = exactVariance(setting)(Float64Array.from(y[1]!), Float64Array.from(y[0]!));
    // (√½ (4 + 0) − √2 × 1)² + (√½ (4 + 0) + √2 × 2)² + (7 − 3)²
    close(bound - variance, (2 + 32 + 16) / 9);
    expect(bound).toBeLessThan(expectedVariance(setting, y, youngBound(setting)));
  });

  it("are refused when they cover a pair twice or not at all", () => {
    expect(() => groupedBound(setting, { groups: [[0, 2, 1, 3]] })).toThrow(
      "groupedBound: wanted groups that cover each pair of nodes that cannot occur together exactly once, got 0 for nodes 4 and 5",
    );
    const twice = [
      [0, 1, 2, 3],
      [4, 5],
      [4, 5],
    ];
    expect(() => groupedBound(setting, { groups: twice })).toThrow("got -2 for nodes 4 and 5");
  });
});
