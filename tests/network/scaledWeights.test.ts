import { expect, it } from "vitest";
import { bipartite, graphCluster } from "../../designs/index.ts";
import { rng } from "../../src/core/rng.ts";
import { treatedShare } from "../../src/exposure/treatedShare.ts";
import { modularity } from "../../src/network/clusters/partition.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import type { Network } from "../../src/network/Network.ts";

const FACTORS = [2 ** 1022, 2 ** 900, 2 ** -600, 2 ** -1040];

/** Two triangles and a bridge, of unequal weights; `directed` leads from one side to the other. */
const weighted = (factor: number, directed = false): Network =>
  fromEdges(
    directed
      ? [
          ["u", "x", factor],
          ["v", "x", 3 * factor],
          ["u", "y", 2 * factor],
          ["v", "y", factor],
          ["w", "y", factor],
        ]
      : [
          ["a", "b", factor],
          ["b", "c", 2 * factor],
          ["c", "a", factor],
          ["c", "d", factor],
          ["d", "e", 2 * factor],
          ["e", "f", factor],
          ["f", "d", 3 * factor],
        ],
    { directed },
  );

it.each(["louvain", "leiden", "label-propagation", "balanced"] as const)(
  "clusters of %s do not depend on the unit of weights",
  (method) => {
    const clusters = (factor: number): unknown => {
      const design = graphCluster({ method, ...(method === "balanced" ? { clusters: 2 } : {}) });
      const { structure } = design.law(weighted(factor));
      return "block" in structure ? structure.block : undefined;
    };
    const plain = clusters(1);
    expect(new Set(plain as Uint32Array).size).toBeLessThan(6);
    for (const factor of FACTORS) expect(clusters(factor)).toEqual(plain);
  },
);

it("modularity, treated shares and shares of diversion units do not either", () => {
  const labels = [0, 0, 0, 1, 1, 1];
  const share = treatedShare({ weighted: true });
  const units = bipartite({ clusters: "exposure-design" });
  for (const factor of FACTORS) {
    expect(modularity(weighted(factor), labels)).toBe(modularity(weighted(1), labels));
    const arms = weighted(1).ids.map((_, i) => i % 2);
    expect(share.of(weighted(factor), Uint8Array.from(arms))).toEqual(
      share.of(weighted(1), Uint8Array.from(arms)),
    );
    expect(units.law(weighted(factor, true)).draw(rng(1))).toEqual(units.law(weighted(1, true)).draw(rng(1)));
  }
});
