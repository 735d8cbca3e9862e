import { describe, expect, it } from "vitest";
import { clusteringsOf } from "../../../designs/methods/clusteringsOf.ts";
import { sum } from "../../../src/core/numbers/sum.ts";
import { rng } from "../../../src/core/rng.ts";
import { relabel } from "../../../src/network/clusters/partition.ts";
import { spectralWeights } from "../../../src/network/clusters/spectralWeights.ts";
import type { Network } from "../../../src/network/Network.ts";
import { symmetrize } from "../../../src/network/symmetrize.ts";
import { chiSquareQuantile } from "../../support/chiSquareQuantile.ts";
import { readGolden } from "../../support/readGolden.ts";
import { tiny, tinyNetworks } from "../../support/tinyWorlds.ts";

const path = tiny(
  5,
  [0, 1, 2, 3].map((i) => [i, i + 1] as const),
);
/** Draws for each agent. */
const EACH = 500;
const networks: Readonly<Record<string, Network>> = { ...tinyNetworks, path };

const families = (["3-net", "1-hop-max"] as const).flatMap((method) =>
  (["uniform", "spectral"] as const).flatMap((weights) =>
    (method === "3-net" ? (["earliest", "random"] as const) : (["earliest"] as const)).map(
      (ties): ClusteringsSettings => ({ method, weights, ties }),
    ),
  ),
);
type ClusteringsSettings = Parameters<typeof clusteringsOf>[1];

const title = ({ method, weights, ties }: ClusteringsSettings): string =>
  `${method}, ${weights}, ties ${ties}`;

/** P(the closed neighbourhood of agent i lies in one cluster). */
function inOneCluster({ n, offsets, sources }: Network, settings: ClusteringsSettings): number[] {
  const network = { n, offsets, sources } as Network;
  const list = clusteringsOf({ ...network, directed: false } as Network, settings).list();
  return Array.from({ length: n }, (_, i) =>
    sum(
      list
        .filter(({ clustering: { cluster } }) =>
          sources.subarray(offsets[i]!, offsets[i + 1]!).every((j) => cluster[j] === cluster[i]),
        )
        .map(({ weight }) => weight),
    ),
  );
}

describe.each(families.map((settings) => [title(settings), settings] as const))(
  "clusteringsOf: %s",
  (_, settings) => {
    it("lists each clustering once, with probabilities that sum to 1", () => {
      for (const network of Object.values(networks)) {
        const list = clusteringsOf(network, settings).list();
        expect(sum(list.map(({ weight }) => weight))).toBeCloseTo(1, 13);
        expect(new Set(list.map(({ clustering }) => clustering.cluster.join())).size).toBe(list.length);
        for (const { clustering } of list) expect(new Set(clustering.cluster).size).toBe(clustering.clusters);
      }
    });

    it.each([
      ["at large", false],
      ["top by top", true],
    ])("draws clusterings as often as they are listed, %s", (_, topped) => {
      for (const [name, network] of Object.entries(networks)) {
        const family = clusteringsOf(network, settings);
        const each = topped ? EACH : EACH * network.n;
        const stream = rng("clusterings").fork(name);
        const count = new Map<string, number>();
        const tops = topped ? network.n : 1;
        for (let top = 0; top < tops; top++) {
          for (let r = 0; r < each; r++) {
            const drawn = family.draw(stream, topped ? top : undefined);
            const key = relabel(drawn.cluster).join();
            count.set(key, (count.get(key) ?? 0) + (topped ? family.top[top]! * network.n : 1));
          }
        }
        const draws = EACH * network.n;
        let statistic = 0;
        let cells = 0;
        for (const { weight, clustering } of family.list()) {
          if (weight * draws < 5) continue;
          statistic += ((count.get(clustering.cluster.join()) ?? 0) - weight * draws) ** 2 / (weight * draws);
          cells++;
        }
        // Spread evenly over tops, counts vary less than Pearson's law says, up to the largest weight of a top.
        const slack = topped ? Math.max(...family.top) * network.n : 1;
        expect(statistic / slack).toBeLessThan(chiSquareQuantile(1 - 1e-6, Math.max(1, cells)));
      }
    });

    it("keeps the guarantee of Ugander and Yin: a neighbourhood is in one cluster with at least w_i / Σ w over two steps", () => {
      for (const directed of Object.values(networks)) {
        const network = symmetrize(directed);
        const { weights, eigenvalues } = spectralWeights(network);
        const w = settings.weights === "spectral" ? weights : weights.map(() => 1);
        const found = inOneCluster(network, settings);
        for (let i = 0; i < network.n; i++) {
          const near = new Set([i]);
          for (let hop = 0; hop < 2; hop++)
            for (const j of [...near])
              for (const k of network.sources.subarray(network.offsets[j]!, network.offsets[j + 1]!))
                near.add(k);
          const bound = w[i]! / sum([...near].map((j) => w[j]!));
          expect(found[i]!).toBeGreaterThanOrEqual(bound - 1e-12);
          // Spectral weights make the bound 1/λ of the agent's component.
          if (settings.weights === "spectral")
            expect(Math.min(...Array.from(eigenvalues, (λ) => Math.abs(bound - 1 / λ)))).toBeLessThan(1e-9);
        }
      }
    });
  },
);

interface Golden {
  readonly input: { readonly n: number; readonly edges: readonly (readonly [number, number])[] };
  readonly expected: Readonly<Record<string, { readonly neighbourhoodMonochromatic: readonly number[] }>>;
}

for (const name of ["a03-rgcr-path5", "a03-rgcr-tri6"]) {
  it(`${name}: chances of a neighbourhood in one cluster`, () => {
    const { input, expected } = readGolden<Golden>(name);
    for (const method of ["3-net", "1-hop-max"] as const) {
      for (const weights of ["uniform", "spectral"] as const) {
        const golden = expected[`${method === "3-net" ? "threeNet" : "oneHopMax"}-${weights}`]!;
        const found = inOneCluster(tiny(input.n, input.edges), { method, weights, ties: "earliest" });
        golden.neighbourhoodMonochromatic.forEach((p, i) => {
          expect(found[i]).toBeCloseTo(p, 10);
        });
      }
    }
  });
}
