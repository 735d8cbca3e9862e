import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { clusterSummary } from "../../../src/network/clusters/clusterSummary.ts";
import { leiden } from "../../../src/network/clusters/leiden.ts";
import { cutShare, modularity } from "../../../src/network/clusters/partition.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { karateClub } from "../../../src/network/generators/karateClub.ts";
import { readGolden } from "../../support/readGolden.ts";
import { tiny } from "../../support/tinyWorlds.ts";

const golden = readGolden<{
  input: { n: number; edges: [number, number][]; partition: number[] };
  expected: { modularity: number; cutFraction: number };
  tolerance: number;
}>("a08-clustering");

describe("clusterSummary", () => {
  it("gives modularity and cut share of the worked example, 23/72 and 1/6", () => {
    const { n, edges, partition } = golden.input;
    const found = clusterSummary(tiny(n, edges), partition);
    expect(Math.abs(found.modularity! - golden.expected.modularity)).toBeLessThan(golden.tolerance);
    expect(Math.abs(found.modularity! - 23 / 72)).toBeLessThan(1e-15);
    expect(found.cutShare).toBe(golden.expected.cutFraction);
    expect(found).toMatchObject({
      clusters: 2,
      sizes: { min: 3, median: 3, mean: 3, max: 3, cv: 0 },
      disconnected: 0,
      // Agent 2 has two of three neighbours with it, agent 3 one of two.
      inside: [1, 1, 2 / 3, 1 / 2, 1, 1],
    });
    expect(found.meanInside).toBeCloseTo((4 + 2 / 3 + 1 / 2) / 6, 15);
  });

  it("describes sizes: 1, 2 and 3 agents have mean 2, median 2 and variance 2/3", () => {
    const found = clusterSummary(tiny(6, []), [4, 9, 9, 7, 7, 7]);
    expect(found.sizes).toMatchObject({ min: 1, median: 2, mean: 2, max: 3 });
    expect(found.sizes.cv).toBeCloseTo(Math.sqrt(2 / 3) / 2, 15);
    expect(clusterSummary(tiny(5, []), [0, 0, 0, 1, 1]).sizes.median).toBe(2.5);
  });

  it("counts in-neighbours only, and clusters in pieces", () => {
    const arrows = fromEdges(
      [
        ["a", "b"],
        ["c", "b"],
        ["c", "d"],
      ],
      { directed: true },
    );
    const found = clusterSummary(arrows, [0, 0, 1, 0]);
    expect(found.inside).toEqual([undefined, 0.5, undefined, 0]);
    expect(found.meanInside).toBe(0.25);
    expect(found.disconnected).toBe(1);
  });

  it("says nothing of modularity and neighbours where there are no edges", () => {
    const found = clusterSummary(tiny(2, []), [0, 1]);
    expect("modularity" in found || "meanInside" in found).toBe(false);
    expect(found.inside).toEqual([undefined, undefined]);
  });

  it("agrees with the functions for single numbers", () => {
    const club = karateClub().draw(rng(1));
    const labels = leiden(club, { rng: rng(1) });
    const found = clusterSummary(club, labels);
    expect(found.modularity).toBe(modularity(club, labels));
    expect(found.cutShare).toBe(cutShare(club, labels));
    expect(found.disconnected).toBe(0);
  });

  it("refuses labels of the wrong length", () => {
    expect(() => clusterSummary(tiny(2, []), [0])).toThrow(
      "labels must name a cluster for each of 2 agents, got 1",
    );
  });
});
