import { describe, expect, it } from "vitest";
import { bipartite, draw } from "../../designs/index.ts";
import { sum } from "../../src/core/numbers/sum.ts";
import { check } from "../../src/experiment/check.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { treatedShare } from "../../src/exposure/treatedShare.ts";
import { weightedThreshold } from "../../src/exposure/weightedThreshold.ts";
import { type Edge, fromEdges } from "../../src/network/fromEdges.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { shareMoments } from "../../src/probability/shareMoments.ts";
import { planStudy } from "../../src/study/planStudy.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";

type Golden = {
  input: { W: number[][]; p: number[]; z: number[]; alpha: number[]; beta: number[] };
  expected: { x: number[]; Ex: number[]; VarX: number[]; tau: number; variance: number };
};
const { input, expected } = readGolden<Golden>("c06-bipartite-erl");
const edges = input.W.flatMap((row, i) =>
  row.flatMap((w, k): Edge[] => (w > 0 ? [[`ad${k}`, `user${i}`, w]] : [])),
);
const network = fromEdges(edges, { directed: true });
const chances = Object.fromEntries(input.p.map((p, k) => [`ad${k}`, p]));
const share = treatedShare({ weighted: true });

describe("c06: four diversion units, five outcome units", () => {
  const law = bipartite({ probability: chances }).law(network);
  const outcomes = [4, 5, 6, 7, 8];

  it("treats diversion units only, and studies the others", () => {
    expect(network.ids).toEqual(["ad0", "ad1", "ad2", "ad3", "user0", "user1", "user2", "user3", "user4"]);
    expect(Array.from(law.studied!)).toEqual(outcomes);
    expect(network.ids.map((_, i) => law.marginal(i, 1))).toEqual([...input.p, 0, 0, 0, 0, 0]);
  });

  it("has the exposures, their means and their variances", () => {
    const x = share.of(network, Uint8Array.from([...input.z, 0, 0, 0, 0, 0]));
    const { mean, variance } = shareMoments(network, law, share);
    outcomes.forEach((unit, i) => {
      expect(x[unit]).toBeCloseTo(expected.x[i]!, 14);
      expect(mean[unit]).toBeCloseTo(expected.Ex[i]!, 14);
      expect(variance[unit]).toBeCloseTo(expected.VarX[i]!, 14);
    });
  });

  it("has the mean and variance of the exposure-reweighted linear estimator over its assignments", () => {
    const { mean, variance } = shareMoments(network, law, share);
    const found = [...law.support!()].map(([z, p]) => {
      const x = share.of(network, z);
      const terms = outcomes.map((unit, i) => {
        const y = input.alpha[i]! + input.beta[i]! * x[unit]!;
        return (y * (x[unit]! - mean[unit]!)) / variance[unit]!;
      });
      return [sum(terms) / outcomes.length, p] as const;
    });
    const average = sum(found.map(([value, p]) => value * p));
    expect(average).toBeCloseTo(expected.tau, 12);
    expect(sum(found.map(([value, p]) => p * (value - average) ** 2))).toBeCloseTo(expected.variance, 10);
  });
});

describe("exposures of outcome units", () => {
  const designs = {
    coins: bipartite({ probability: 0.3 }),
    "coins of clusters": bipartite({ probability: 0.3, clusters: { ad0: 1, ad1: 1, ad2: 2, ad3: 2 } }),
    "fixed numbers": bipartite({ treated: 2 }),
    "clusters by exposure design": bipartite({ clusters: "exposure-design" }),
  };
  it.each(Object.entries(designs))(
    "have the moments and probabilities of every assignment: %s",
    (_, design) => {
      const law = design.law(network);
      const support = [...law.support!()];
      const { mean, variance } = shareMoments(network, law, share);
      const threshold = weightedThreshold({ threshold: 0.5 });
      for (const exposure of [threshold, anyTreatedNeighbor()]) {
        const pi = exposureProbabilities(network, design, exposure);
        expect(pi.method).toBe("exact");
        for (const i of law.studied!) {
          const x = support.map(([z, p]) => [share.of(network, z)[i]!, p] as const);
          const m = sum(x.map(([value, p]) => value * p));
          expect(mean[i]).toBeCloseTo(m, 14);
          expect(variance[i]).toBeCloseTo(sum(x.map(([value, p]) => p * (value - m) ** 2)), 14);
          pi.conditions.forEach((condition, c) => {
            const listed = sum(support.filter(([z]) => exposure.of(network, z)[i] === c).map(([, p]) => p));
            expect(pi.of(i, condition)).toBeCloseTo(listed, 14);
          });
          expect(pi.of(i, "direct")).toBe(0);
          expect(pi.of(i, "both")).toBe(0);
        }
      }
    },
  );
});

describe("diversion units", () => {
  const treatable = (units: Parameters<typeof bipartite>[0]): string[] => {
    const law = bipartite(units).law(network);
    return network.ids.filter((_, i) => law.marginal(i, 1)! > 0);
  };

  it("are found, listed, or told by how their ids begin", () => {
    const ads = ["ad0", "ad1", "ad2", "ad3"];
    expect(treatable({})).toEqual(ads);
    expect(treatable({ units: ads })).toEqual(ads);
    expect(treatable({ units: { prefix: "ad" } })).toEqual(ads);
  });

  it("share the arm of their cluster, which the plan keeps", () => {
    const plan = draw(bipartite({ clusters: ["a", "a", "b", "b"] }), network, { seed: 1, worlds: 20 });
    expect(plan.clusters).toEqual([0, 0, 1, 1, 2, 3, 4, 5, 6]);
    for (const [a, b, c, d, ...users] of plan.assignments) {
      expect([a, c]).toEqual([b, d]);
      expect(users).toEqual([0, 0, 0, 0, 0]);
    }
  });

  it("have the clusters of one seed, whatever is assigned", () => {
    const settings = { clusters: "exposure-design", seed: 3 } as const;
    const block = (): unknown => bipartite(settings).law(network).structure;
    expect(block()).toEqual(block());
  });
});

describe("refusals", () => {
  const faults: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ units: ["ad0", "nobody"] }, 'bipartite: units names "nobody", who is not in the network'],
    [{ units: [] }, "bipartite: units must name at least one agent, got none"],
    [
      { units: { prefix: "x" } },
      'bipartite: units must name at least one agent, got none with ids that begin with "x"',
    ],
    [
      { units: network.ids },
      "bipartite: units must leave agents whose outcomes count, but all are diversion units",
    ],
    [
      { units: ["ad0"] },
      'bipartite: edges must go from diversion units to outcome units, got one from "ad1" to "user0": read the network with directed, and leave out edges within a side',
    ],
    [{ units: 3 }, "bipartite: units must be a list of ids, or a mapping with prefix, got 3"],
    [
      { treated: 4 },
      "bipartite: treated must be an integer from 1 to 3 (there are 4 clusters of diversion units), got 4",
    ],
    [
      { treated: 1, clusters: ["a", "a", "a", "a"] },
      "bipartite: treated must be left out, because there is only one cluster of diversion units, got 1",
    ],
    [
      { treated: 1, probability: 0.5 },
      "bipartite: give probability (a coin for each cluster) or treated (a number of clusters), not both",
    ],
    [
      { probability: { ad0: 0.5 } },
      'bipartite: probability must name every diversion unit, but "ad1" has none',
    ],
    [
      { probability: { ...chances, user0: 0.5 } },
      'bipartite: probability names "user0", which is no diversion unit',
    ],
    [
      { probability: chances, clusters: ["a", "a", "b", "b"] },
      "bipartite: probability must be one number where there are clusters, because a cluster is treated whole",
    ],
    [{ clusters: { ad0: "a" } }, 'bipartite: every agent needs a cluster, but "ad1" has none'],
    [{ phi: 1 }, "bipartite: phi belongs to clusters: exposure-design, leave it out otherwise"],
    [
      { clusters: "exposure-design", phi: -1 },
      "bipartite: phi must be a finite number of at least 0, got -1",
    ],
    [
      { clusters: "louvain" },
      'bipartite: clusters must be exposure-design, a list of clusters, or a mapping from diversion unit to cluster, got "louvain"',
    ],
  ];
  it.each(faults)("%j", (settings, message) => {
    expect(() => bipartite.from(settings).law(network)).toThrow(message);
  });

  it("a network without sides", () => {
    expect(() => bipartite().law(tiny(3, [[0, 1]]))).toThrow(
      "bipartite: there must be agents with edges from them and none to them, got none: read the network with directed, or name the diversion units",
    );
  });
});

it("is checked and planned from a study file", async () => {
  const study = await parseStudy(
    `
seed: 7
model:
  network: { file: views.csv, directed: true }
  agents: { kind: exposure-response, outcomes: { none: 1, indirect: 2, direct: 0, both: 0 } }
inquiry: { reached: [indirect, none] }
data: { assign: { kind: bipartite, clusters: exposure-design }, expose: any-treated }
answer: [hajek]
`,
    {
      readFile: async () => `source,target,weight\n${edges.map((edge) => edge.join(",")).join("\n")}\n`,
    },
  );
  expect(check(study).method).toBe("exact");
  const plan = planStudy(study);
  expect(plan.design.params).toEqual({ clusters: "exposure-design", seed: 1, arms: ["control", "treated"] });
  expect(plan.assignments[0]!.slice(4)).toEqual([0, 0, 0, 0, 0]);
});
