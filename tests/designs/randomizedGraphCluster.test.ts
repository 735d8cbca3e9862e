import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pairedCoins } from "../../designs/law/pairedCoins.ts";
import { randomizedGraphCluster } from "../../designs/randomizedGraphCluster.ts";
import type { Estimate } from "../../estimators/Estimator.ts";
import { estimate } from "../../estimators/estimate.ts";
import { hajek } from "../../estimators/hajek.ts";
import { horvitzThompson } from "../../estimators/horvitzThompson.ts";
import { rng } from "../../src/core/rng.ts";
import { estimateFiles } from "../../src/experiment/estimates/estimateFiles.ts";
import { allTreated } from "../../src/exposure/allTreated.ts";
import { spectralWeights } from "../../src/network/clusters/spectralWeights.ts";
import { formatEdges } from "../../src/network/files/formatEdges.ts";
import { smallWorld } from "../../src/network/generators/smallWorld.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";

interface Chances {
  readonly fullNeighbourhoodTreated: readonly number[];
  readonly neighbourhoodMonochromatic: readonly number[];
  readonly lowerBoundMonochromatic: readonly number[];
}

interface Golden {
  readonly input: { readonly n: number; readonly edges: readonly (readonly [number, number])[] };
  readonly expected: Readonly<Record<string, Chances>> & {
    readonly lambdaB2: number;
    readonly spectralWeights: readonly number[];
  };
}

for (const name of ["a03-rgcr-path5", "a03-rgcr-tri6"]) {
  const { input, expected } = readGolden<Golden>(name);
  const network = tiny(input.n, input.edges);
  describe(name, () => {
    it("has the Perron vector of the 2-ball matrix as spectral weights", () => {
      const { weights, eigenvalues } = spectralWeights(network);
      expect(eigenvalues[0]).toBeCloseTo(expected.lambdaB2, 11);
      const total = weights.reduce((sum, w) => sum + w, 0);
      expected.spectralWeights.forEach((w, i) => {
        expect(weights[i]! / total).toBeCloseTo(w, 11);
      });
    });

    for (const method of ["1-hop-max", "3-net"] as const) {
      for (const weights of ["uniform", "spectral"] as const) {
        const golden = expected[`${method === "3-net" ? "threeNet" : "oneHopMax"}-${weights}`]!;
        const design = randomizedGraphCluster({ method, weights, ties: "earliest" });
        it(`has the chances of full exposure of ${method} with ${weights} weights`, () => {
          const pi = exposureProbabilities(network, design, allTreated());
          expect(pi.method).toBe("exact");
          golden.fullNeighbourhoodTreated.forEach((p, i) => {
            expect(Math.abs(pi.of(i, "all") - p)).toBeLessThan(1e-10);
            expect(Math.abs(pi.of(i, "none") - p)).toBeLessThan(1e-10);
          });
        });
      }
    }
  });
}

const world = smallWorld({ n: 60, k: 4, rewire: 0.1 }).draw(rng(3));
const outcomeOf = (i: number, arm: number): number => 2 + arm + ((7 * i) % 5) / 2;

describe("estimates under clusters drawn anew", () => {
  it.each([
    ["3-net", {}],
    [
      "1-hop-max, paired, spectral, stratified",
      { method: "1-hop-max", coins: "paired", weights: "spectral", stratified: true },
    ],
  ] as const)(
    "have variances and intervals that hold, with a stated Monte Carlo error: %s",
    (_, settings) => {
      const design = randomizedGraphCluster({ ...settings, clusterings: 1000 });
      const law = design.law(world);
      const probabilities = exposureProbabilities(world, design, allTreated(), { law });
      expect(probabilities.method).toBe("monte-carlo");
      expect(probabilities.averaged?.parts).toBe("stratified" in settings ? 1020 : 1000);
      const found = Array.from({ length: 300 }, (_, r) => {
        const arms = law.draw(rng("worlds").fork(r));
        const condition = allTreated().of(world, arms);
        return estimate({
          plan: { arms: law.arms, agents: world.ids, assignments: [[...arms]] },
          probabilities,
          outcomes: Array.from(condition, (c, i) => outcomeOf(i, c === 2 ? 1 : 0)),
          contrasts: { global: ["all", "none"] },
          estimators: [horvitzThompson({ interval: "wald" }), hajek({ interval: "wald" })],
        });
      });
      for (const k of [0, 1]) {
        const rows = found.map((world) => world[k]!).filter((row): row is Estimate => "variance" in row);
        // Hájek's has none in worlds where a condition is empty or has a single agent.
        expect(rows.length).toBeGreaterThan(k === 0 ? 250 : 200);
        const values = rows.map((row) => row.estimate);
        const average = (list: readonly number[]): number => list.reduce((a, b) => a + b) / list.length;
        const mean = average(values);
        const variance = average(values.map((value) => (value - mean) ** 2));
        const stated = average(rows.map((row) => row.variance!));
        // A variance from 300 worlds has a relative error of about √((κ − 1)/300) = 13 % for a kurtosis κ of 6; conservative beyond.
        expect(stated).toBeGreaterThan(0.6 * variance);
        expect(rows.every((row) => row.mcse! > 0 && row.mcse! < row.se!)).toBe(true);
        const covered = rows.filter((row) => row.ci![0] <= 1 && 1 <= row.ci![1]).length / rows.length;
        // Five standard errors below 95 %: 5 √(0.95 · 0.05/300) = 0.063.
        expect(covered).toBeGreaterThan(0.95 - 0.063);
      }
      if (!("coins" in settings)) {
        // Horvitz–Thompson over all worlds, those without a variance too, is unbiased.
        const values = found.map(([row]) => (row as Estimate).estimate);
        const mean = values.reduce((a, b) => a + b) / values.length;
        const sd = Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length);
        expect(Math.abs(mean - 1)).toBeLessThan((5 * sd) / Math.sqrt(values.length));
      }
    },
  );

  it("come from files as from objects, with the same numbers", async () => {
    const design = randomizedGraphCluster({ clusterings: 200 });
    const law = design.law(world);
    const arms = law.draw(rng(1));
    const outcomes = Array.from(arms, (z, i) => outcomeOf(i, z));
    const probabilities = exposureProbabilities(world, design, allTreated(), { law });
    const estimators = [horvitzThompson(), hajek()];
    const rows = estimate({
      plan: { arms: law.arms, agents: world.ids, assignments: [[...arms]] },
      probabilities,
      outcomes,
      contrasts: { global: ["all", "none"] },
      estimators,
    });
    const home = mkdtempSync(join(tmpdir(), "spillway-rgcr-"));
    const put = (name: string, text: string): string => {
      writeFileSync(join(home, name), text);
      return join(home, name);
    };
    const fromFiles = await estimateFiles({
      network: put("edges.csv", formatEdges(world)),
      units: put(
        "units.csv",
        `agent,arm,outcome\n${world.ids.map((id, i) => `${id},${law.arms[arms[i]!]},${outcomes[i]}`).join("\n")}\n`,
      ),
      design: JSON.stringify({ kind: "randomized-graph-cluster", clusterings: 200 }),
      exposure: "all-treated",
      contrasts: ["global=all:none"],
      estimators: ["horvitz-thompson", "hajek"],
    });
    rmSync(home, { recursive: true });
    expect(fromFiles).toEqual([{ rows, notes: [] }]);
    for (const row of rows) {
      expect(row).toMatchObject({ varianceMethod: "aronow-samii", interval: "redrawn" });
      expect("mcse" in row && row.mcse! > 0).toBe(true);
    }
  });
});

describe("settings", () => {
  it.each([
    [{ method: "louvain" }, 'randomized-graph-cluster: method must be 3-net or 1-hop-max, got "louvain"'],
    [{ weights: "degree" }, 'randomized-graph-cluster: weights must be uniform or spectral, got "degree"'],
    [{ ties: "last" }, 'randomized-graph-cluster: ties must be earliest or random, got "last"'],
    [{ coins: "fair" }, 'randomized-graph-cluster: coins must be independent or paired, got "fair"'],
    [
      { probability: 1.5 },
      "randomized-graph-cluster: probability must be a probability from 0 to 1, got 1.5",
    ],
    [{ clusterings: 1 }, "randomized-graph-cluster: clusterings must be a whole number of at least 2, got 1"],
    [{ stratified: "yes" }, 'randomized-graph-cluster: stratified must be true or false, got "yes"'],
    [
      { weight: "uniform" },
      'randomized-graph-cluster: there is no setting "weight" (did you mean "weights"?)',
    ],
  ])("refuses %j", (settings, message) => {
    expect(() => randomizedGraphCluster(settings as never)).toThrow(message);
  });

  it("refuses paired coins that are not fair, with a way out", () => {
    const design = randomizedGraphCluster({ coins: "paired", probability: 0.4 });
    expect(() => design.law(world)).toThrow(
      "randomized-graph-cluster: paired coins treat one cluster of two, so probability must be 0.5, got 0.4: use independent coins for another chance",
    );
  });

  it("treats nobody with a chance of 0 and everybody with 1", () => {
    for (const p of [0, 1]) {
      const law = randomizedGraphCluster({ probability: p }).law(world);
      expect(new Set(law.draw(rng(1)))).toEqual(new Set([p]));
      expect(law.marginal(0, 1)).toBe(p);
    }
  });

  it("pairs clusters by size and leaves an odd one its own coin", () => {
    const cluster = Uint32Array.of(0, 1, 1, 2, 2, 2);
    const made = pairedCoins(cluster, 3);
    expect(made).toHaveLength(2);
    expect([...made[0]!.stratum]).toEqual([1, 0, 0]);
    expect(made.map(({ counts }) => [...counts])).toEqual([
      [1, 1, 1, 0],
      [1, 1, 0, 1],
    ]);
    expect(pairedCoins(Uint32Array.of(0, 1), 2)).toHaveLength(1);
    expect(pairedCoins(Uint32Array.of(0, 0), 1).map(({ counts }) => [...counts])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});
