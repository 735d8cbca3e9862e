import { describe, expect, it } from "vitest";
import { symmetricEigen } from "../../../src/core/numbers/symmetricEigen.ts";
import { rng } from "../../../src/core/rng.ts";
import { ball } from "../../../src/network/ball.ts";
import { spectralWeights } from "../../../src/network/clusters/spectralWeights.ts";
import { erdosRenyi } from "../../../src/network/generators/erdosRenyi.ts";
import { tiny, tinyNetworks } from "../../support/tinyWorlds.ts";

describe("spectralWeights", () => {
  it("are the Perron vector of the 2-ball matrix, as a dense solver finds it", () => {
    for (let k = 0; k < 5; k++) {
      const network = erdosRenyi({ n: 12, p: 0.4 }).draw(rng(k));
      const rows = Array.from({ length: 12 }, (_, i) => {
        const near = new Set([i, ...ball(network, i, 2)]);
        return Array.from({ length: 12 }, (_, j) => (near.has(j) ? 1 : 0));
      });
      const { values, vectors } = symmetricEigen(rows);
      const perron = vectors.at(-1)!;
      const mean = perron.reduce((total, x) => total + x, 0) / 12;
      const { weights, eigenvalues } = spectralWeights(network);
      expect(eigenvalues).toHaveLength(1);
      expect(eigenvalues[0]).toBeCloseTo(values.at(-1)!, 9);
      for (const [i, x] of perron.entries()) expect(weights[i]).toBeCloseTo(x / mean, 8);
    }
  });

  it("satisfy Bw = λw in each component, and are exactly equal for agents alike", () => {
    const { weights, eigenvalues } = spectralWeights(tinyNetworks["two pairs and an isolate"]!);
    expect([...eigenvalues]).toEqual([2, 2, 1]);
    expect([...weights]).toEqual([1, 1, 1, 1, 1]);
    const star = spectralWeights(tinyNetworks.star!);
    expect([...star.eigenvalues]).toEqual([6]);
    expect(new Set(star.weights).size).toBe(1);
    const path = spectralWeights(
      tiny(
        6,
        [0, 1, 2, 3, 4].map((i) => [i, i + 1] as const),
      ),
    ).weights;
    for (const i of [0, 1, 2]) expect(path[i]).toBe(path[5 - i]);
    expect(path[0]).toBeLessThan(path[1]!);
  });

  it("are refused where too many agents are within two steps of each other", () => {
    expect(() => spectralWeights(tinyNetworks.star!, 20)).toThrow(
      "spectral weights: wanted at most 20 pairs of agents within two steps of each other, got more: use uniform weights",
    );
  });
});
