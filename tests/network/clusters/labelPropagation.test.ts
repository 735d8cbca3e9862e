import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { labelPropagation } from "../../../src/network/clusters/labelPropagation.ts";
import { relabel } from "../../../src/network/clusters/partition.ts";
import { components } from "../../../src/network/components.ts";
import { type Edge, fromEdges } from "../../../src/network/fromEdges.ts";
import { karateClub } from "../../../src/network/generators/karateClub.ts";
import { symmetrize } from "../../../src/network/symmetrize.ts";
import { smallNetwork } from "../smallNetwork.ts";

const sizesOf = (label: Uint32Array): number[] => {
  const size: number[] = [];
  for (const c of label) size[c] = (size[c] ?? 0) + 1;
  return size;
};

describe("labelPropagation", () => {
  it("gives connected clusters in which nobody would rather have a neighbour's label", () => {
    fc.assert(
      fc.property(smallNetwork(), fc.nat(), (network, seed) => {
        const found = labelPropagation(network, { rng: rng(seed) });
        expect(found).toEqual(relabel(found));
        expect(labelPropagation(network, { rng: rng(seed) })).toEqual(found);
        expect(components(network, (i, j) => found[i] === found[j]).count).toBe(new Set(found).size);
        const { n, offsets, sources } = symmetrize(network);
        for (let i = 0; i < n; i++) {
          const count = new Map<number, number>();
          for (const j of sources.subarray(offsets[i]!, offsets[i + 1]!))
            count.set(found[j]!, (count.get(found[j]!) ?? 0) + 1);
          // Pieces of one label are told apart in the end, which takes nothing from an agent's own cluster.
          expect(count.get(found[i]!) ?? 0).toBe(Math.max(0, ...count.values()));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("keeps the cap, whatever it is", () => {
    fc.assert(
      fc.property(smallNetwork(), fc.nat(), fc.integer({ min: 1, max: 4 }), (network, seed, maxSize) => {
        const found = labelPropagation(network, { rng: rng(seed), maxSize });
        expect(Math.max(...sizesOf(found))).toBeLessThanOrEqual(maxSize);
        expect(components(network, (i, j) => found[i] === found[j]).count).toBe(new Set(found).size);
      }),
      { numRuns: 300 },
    );
    const club = karateClub().draw(rng(1));
    expect(Math.max(...sizesOf(labelPropagation(club, { rng: rng(1), maxSize: 8 })))).toBe(8);
  });

  it("finds two cliques joined by one edge, for most seeds, and follows heavy edges", () => {
    const edges: Edge[] = [["a0", "b0"]];
    for (const group of ["a", "b"])
      for (let i = 0; i < 6; i++) for (let j = 0; j < i; j++) edges.push([`${group}${i}`, `${group}${j}`]);
    const network = fromEdges(edges);
    const right = Array.from({ length: 40 }, (_, seed) =>
      [...labelPropagation(network, { rng: rng(seed) })].join(""),
    ).filter((labels) => labels === "000000111111");
    expect(right.length).toBeGreaterThan(30);
    const chain = fromEdges([
      ["a", "b", 5],
      ["b", "c", 1],
      ["c", "d", 5],
    ]);
    for (let seed = 0; seed < 10; seed++)
      expect([...labelPropagation(chain, { rng: rng(seed) })]).toEqual([0, 0, 1, 1]);
  });

  it("leaves agents without edges alone", () => {
    expect([
      ...labelPropagation(fromEdges([["a", "b"]], { agents: ["a", "b", "c"] }), { rng: rng(1) }),
    ]).toEqual([0, 0, 1]);
  });

  it.each([
    [{ maxSize: 0 }, "labelPropagation: maxSize must be a whole number of at least 1, got 0"],
    [{ maxSize: 2.5 }, "labelPropagation: maxSize must be a whole number of at least 1, got 2.5"],
    [{ sweeps: 0 }, "labelPropagation: sweeps must be a whole number of at least 1, got 0"],
  ])("refuses %o", (options, message) => {
    expect(() => labelPropagation(karateClub().draw(rng(1)), { ...options, rng: rng(1) })).toThrow(message);
  });
});
