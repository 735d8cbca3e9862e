import { describe, expect, test } from "vitest";
import { resolutionCurve } from "../../src/compare/resolutionCurve.ts";
import { rng } from "../../src/core/rng.ts";
import { withinShare } from "../../src/network/clusters/withinShare.ts";
import { karateClub } from "../../src/network/generators/karateClub.ts";
import { smallWorld } from "../../src/network/generators/smallWorld.ts";
import { readGolden } from "../support/readGolden.ts";
import { tiny } from "../support/tinyWorlds.ts";

describe("the share of neighbours in one's own cluster", () => {
  test("and the bias that follows from it are those of the reference f01", () => {
    const { input, expected } = readGolden<{
      input: { n: number; edges: [number, number][]; clusters: number[]; b: number[]; c: number[] };
      expected: { withinShare: number[]; bias: number; gate: number; expectation: number };
    }>("f01-cross-cluster-bias");
    const share = withinShare(tiny(input.n, input.edges), input.clusters);
    share.forEach((f, i) => {
      expect(f).toBeCloseTo(expected.withinShare[i]!, 12);
    });
    const bias = -input.c.reduce((total, c, i) => total + c * (1 - share[i]!), 0) / input.n;
    expect(bias).toBeCloseTo(expected.bias, 12);
    expect(expected.gate + bias).toBeCloseTo(expected.expectation, 12);
  });

  test("is 1 for an agent without in-neighbours", () => {
    expect([...withinShare(tiny(3, [[0, 1]]), [0, 1, 1])]).toEqual([0, 0, 1]);
  });
});

describe("the resolution curve", () => {
  const network = smallWorld({ n: 150, k: 6, rewire: 0.05 }).draw(rng(1));
  const curve = resolutionCurve(network, { resolutions: [0.5, 20, 3], spillover: 1, draws: 100 });

  test("goes from large clusters to single agents", () => {
    expect(curve.points.map(({ resolution }) => resolution)).toEqual([0.5, 3, 20, undefined]);
    const clusters = curve.points.map((point) => point.clusters);
    expect(clusters).toEqual([...clusters].sort((a, b) => a - b));
    expect(clusters.at(-1)).toBe(150);
  });

  test("has bias where neighbours are in other clusters, and none for full neighbourhoods", () => {
    for (const { own, exposed, within } of curve.points) {
      if (own) {
        expect(own.bias).toBeCloseTo(-(1 - within), 12);
        expect(own.mse).toBeCloseTo(own.bias ** 2 + own.variance, 15);
      }
      if (exposed) expect(exposed.bias).toBe(0);
    }
    expect(curve.points.at(-1)!.own!.bias).toBe(-1);
    // Coins fill no neighbourhood of seven often enough.
    expect(curve.points.at(-1)!.own!.variance).toBeLessThan(curve.points[0]!.own!.variance);
  });

  test("recommends the least error: single agents without spillover, clusters with much of it", () => {
    const { best, points } = curve;
    const all = points.flatMap(({ own, exposed }) => [own?.mse ?? 9, exposed?.mse ?? 9]);
    expect(points[best!.point]![best!.estimator]!.mse).toBe(Math.min(...all));
    expect(points[best!.point]!.clusters).toBeLessThan(150);
    const none = resolutionCurve(network, { resolutions: [0.5, 3], spillover: 0, draws: 100 });
    expect(none.best).toEqual({ point: 2, estimator: "own" });
  });

  test("says nothing where one cluster is everybody", () => {
    const { points } = resolutionCurve(karateClub().draw(rng(1)), { resolutions: [0.001], draws: 50 });
    expect([points[0]!.clusters, points[0]!.own, points[0]!.exposed]).toEqual([1, undefined, undefined]);
  });

  test("refuses bad settings", () => {
    expect(() => resolutionCurve(network, { resolutions: [] })).toThrow(
      "resolutionCurve: wanted at least one resolution, got none",
    );
    expect(() => resolutionCurve(network, { spillover: Number.NaN })).toThrow(
      "resolutionCurve: spillover must be a finite number, got NaN",
    );
    expect(() => resolutionCurve(network, { resolutions: [0] })).toThrow(
      "graph-cluster: resolution must be a number above 0",
    );
  });
});
