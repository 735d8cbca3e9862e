import { describe, expect, it } from "vitest";
import { cluster, complete } from "../../../designs/index.ts";
import { collapsedBound } from "../../../estimators/variance/collapsedBound.ts";
import { groupedBound } from "../../../estimators/variance/groupedBound.ts";
import { identicalNodes } from "../../../estimators/variance/identicalNodes.ts";
import { youngBound } from "../../../estimators/variance/youngBound.ts";
import { allTreated } from "../../../src/exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { allCases, expectation } from "../../support/bruteForce.ts";
import { readGolden } from "../../support/readGolden.ts";
import { tiny } from "../../support/tinyWorlds.ts";
import { contrastSetting, expectedVariance } from "../contrastSetting.ts";

const arms = ["treated", "control"] as const;

describe("outcomes that go together", () => {
  it("are those of one cluster and one level", () => {
    const setting = contrastSetting(
      tiny(4, []),
      cluster({ clusters: [0, 0, 1, 2], probability: 0.5 }),
      ownArm(),
      arms,
    );
    expect([...identicalNodes(setting)]).toEqual([0, 1, 0, 1, 4, 5, 6, 7]);
  });

  it("are opposite levels of two agents of which one is treated", () => {
    const setting = contrastSetting(tiny(2, []), complete({ treated: 1 }), ownArm(), arms);
    expect([...identicalNodes(setting)]).toEqual([0, 1, 1, 0]);
  });

  it("are those of agents who hear the same agents, themselves included", () => {
    const network = tiny(3, [
      [0, 1],
      [1, 2],
      [0, 2],
    ]);
    const exposure = allTreated();
    const [all, none] = [exposure.conditions.at(-1)!, exposure.conditions[0]!];
    const setting = contrastSetting(network, cluster({ clusters: [0, 1, 2], probability: 0.5 }), exposure, [
      all,
      none,
    ]);
    const events = (k: number): string =>
      allCases(network, setting.probabilities.law, exposure)
        .map(({ condition }) =>
          condition[setting.population[k >> 1]!] === setting.levels[k & 1] ? "1" : "0",
        )
        .join("");
    const root = identicalNodes(setting);
    for (let k = 0; k < root.length; k++)
      for (let l = 0; l < root.length; l++) expect(root[k] === root[l]).toBe(events(k) === events(l));
  });

  it("are nobody's under simulation, which cannot prove it", () => {
    const setting = contrastSetting(
      tiny(2, []),
      cluster({ clusters: [0, 0], probability: 0.5 }),
      ownArm(),
      arms,
    );
    const simulated = {
      ...setting,
      probabilities: { ...setting.probabilities, method: "monte-carlo" as const },
    };
    expect([...identicalNodes(simulated)]).toEqual([0, 1, 2, 3]);
  });
});

describe("collapsed bound", () => {
  it("of one pair of agents is the square of its one difference", () => {
    const setting = contrastSetting(tiny(2, []), complete({ treated: 1 }), ownArm(), arms);
    // Seen: 5 treated and 2 control, each with probability ½. Variance of X/π over the two outcomes X, bounded by
    // n⁻² (X² (1 − π)/π² + X²/π) = ¼ × 9 × (2 + 2).
    const seen = {
      condition: Uint8Array.of(setting.levels[0], setting.levels[1]),
      value: Float64Array.of(5, 2),
    };
    expect(collapsedBound(setting)(seen)).toBeCloseTo(9, 12);
  });

  it("is between variance and the bound of single agents on golden aronow-samii/06, and below the grouped bound", () => {
    interface Golden {
      readonly n: number;
      readonly edges: readonly (readonly [number, number])[];
      readonly design: { readonly clusters: readonly number[]; readonly treated_clusters: number };
      readonly potential_outcomes: Readonly<Record<string, readonly number[]>>;
      readonly expectation_over_design: Readonly<Record<string, Readonly<Record<string, number>>>>;
    }
    const golden = readGolden<Golden>("aronow-samii/06-sbm24-cluster4of8-as1");
    const names: Readonly<Record<string, string>> = {
      none: "no",
      indirect: "ind1",
      direct: "isol_dir",
      both: "dir_ind1",
    };
    const network = tiny(golden.n, golden.edges);
    const design = cluster({
      clusters: golden.design.clusters,
      treated: golden.design.treated_clusters,
    });
    const exposure = anyTreatedNeighbor();
    const y = exposure.conditions.map((condition) => golden.potential_outcomes[names[condition]!]!);
    for (const first of ["indirect", "both"]) {
      const setting = contrastSetting(network, design, exposure, [first, "none"]);
      const wanted = golden.expectation_over_design[names[first]!]!;
      const young = expectedVariance(setting, y, youngBound(setting));
      const collapsed = expectedVariance(setting, y, collapsedBound(setting));
      expect(young).toBeCloseTo(wanted.E_var_hat_ht!, 9);
      expect(collapsed).toBeGreaterThan(wanted.Var_tau_ht!);
      expect(collapsed).toBeLessThan(expectedVariance(setting, y, groupedBound(setting)));
      expect(collapsed).toBeLessThan(0.9 * young);
    }
  });

  it("of counted clusters and own treatment never needs joints within a cluster", () => {
    const network = tiny(6, []);
    const setting = contrastSetting(
      network,
      cluster({ clusters: [0, 0, 1, 1, 2, 2], treated: 1 }),
      ownArm(),
      arms,
    );
    const y = [
      [1, 2, 0, 3, 1, 2],
      [5, 4, 4, 7, 3, 6],
    ];
    // θᵀSθ by hand: the three differences of clusters, and the sum of all treated outcomes.
    const slack = (6 ** 2 + 8 ** 2 + 6 ** 2 + 29 ** 2) / 36;
    const cases = allCases(network, setting.probabilities.law, setting.probabilities.exposure);
    const [treated] = setting.levels;
    const estimate = (condition: Uint8Array): number =>
      condition.reduce((sum, c, i) => sum + (c === treated ? 3 * y[1]![i]! : -1.5 * y[0]![i]!), 0) / 6;
    const mean = expectation(cases, ({ condition }) => estimate(condition));
    const variance = expectation(cases, ({ condition }) => (estimate(condition) - mean) ** 2);
    expect(expectedVariance(setting, y, collapsedBound(setting))).toBeCloseTo(variance + slack, 10);
  });
});
