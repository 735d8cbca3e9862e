import fc from "fast-check";
import { expect, it } from "vitest";
import { shuffle } from "../../../src/core/numbers/shuffle.ts";
import { rng } from "../../../src/core/rng.ts";
import { oneHopMax } from "../../../src/network/clusters/oneHopMax.ts";
import { relabel } from "../../../src/network/clusters/partition.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import { symmetrize } from "../../../src/network/symmetrize.ts";
import { distances, smallNetwork } from "../smallNetwork.ts";

it("puts everybody with the highest priority within one step, by brute force", () => {
  fc.assert(
    fc.property(smallNetwork(), fc.nat(), (network, seed) => {
      const far = distances(symmetrize(network));
      const order = shuffle(
        rng(seed),
        Array.from({ length: network.n }, (_, i) => i),
      );
      const centre = far.map((row) => order.find((i) => row[i]! <= 1)!);
      const found = oneHopMax(network, rng(seed));
      expect(found).toEqual(relabel(centre));
      for (let i = 0; i < network.n; i++)
        for (let j = 0; j < network.n; j++)
          if (found[i] === found[j]) expect(far[i]![j]).toBeLessThanOrEqual(2);
    }),
    { numRuns: 300 },
  );
});

it("leaves agents without edges alone", () => {
  expect([...oneHopMax(fromEdges([], { agents: ["a", "b"] }), rng(1))]).toEqual([0, 1]);
});
