import { describe, expect, it } from "vitest";
import { weightedOrder } from "../../../src/core/numbers/weightedOrder.ts";
import { rng } from "../../../src/core/rng.ts";
import { type Clustering, clusteringInOrder } from "../../../src/network/clusters/clusteringInOrder.ts";
import { erdosRenyi } from "../../../src/network/generators/erdosRenyi.ts";
import type { Network } from "../../../src/network/Network.ts";
import { symmetrize } from "../../../src/network/symmetrize.ts";
import { tiny, tinyNetworks } from "../../support/tinyWorlds.ts";

const path = tiny(
  5,
  [0, 1, 2, 3].map((i) => [i, i + 1] as const),
);

/** Steps between all agents, by Floyd and Warshall. */
function distances({ n, offsets, sources }: Network): number[][] {
  const d = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => (i === j ? 0 : 1e9) as number),
  );
  for (let i = 0; i < n; i++) for (let e = offsets[i]!; e < offsets[i + 1]!; e++) d[i]![sources[e]!] = 1;
  for (let k = 0; k < n; k++)
    for (const row of d) for (let j = 0; j < n; j++) row[j] = Math.min(row[j]!, row[k]! + d[k]![j]!);
  return d;
}

/** Centre of each agent's cluster, by the words of the definition. */
function threeNet(
  network: Network,
  order: readonly number[],
  prefer: (seeds: number[]) => number[],
): number[] {
  const d = distances(network);
  const seeds: number[] = [];
  for (const i of order) if (seeds.every((s) => d[i]![s]! > 2)) seeds.push(i);
  const preferred = prefer(seeds);
  return d.map((row) => {
    const least = Math.min(...seeds.map((s) => row[s]!));
    return preferred.find((s) => row[s] === least)!;
  });
}

function oneHopMax(network: Network, order: readonly number[]): number[] {
  const d = distances(network);
  return d.map((row) => order.find((j) => row[j]! <= 1)!);
}

/** Whether clusters are those of the centres, with numbers in the order of the centres' priority. */
function expectSame(
  { cluster, clusters }: Clustering,
  centre: readonly number[],
  order: readonly number[],
): void {
  const used = order.filter((i) => centre.includes(i));
  expect(clusters).toBe(used.length);
  expect([...cluster]).toEqual(centre.map((c) => used.indexOf(c)));
}

describe("clusteringInOrder", () => {
  it("grows 3-nets on a path: the agent between two seeds joins the earliest, or the preferred one", () => {
    const inOrder = clusteringInOrder(path, "3-net");
    const order = Uint32Array.of(0, 4, 2, 1, 3);
    expect(inOrder(order)).toEqual({ cluster: Uint32Array.of(0, 0, 0, 1, 1), clusters: 2 });
    expect(inOrder(order, () => [1, 0])).toEqual({ cluster: Uint32Array.of(0, 0, 1, 1, 1), clusters: 2 });
    expect(inOrder(Uint32Array.of(2, 0, 1, 3, 4)).clusters).toBe(1);
  });

  it("joins everybody to the highest priority next to it, also where that agent itself joins another", () => {
    const inOrder = clusteringInOrder(path, "1-hop-max");
    // Agent 1 has the highest priority next to 0 and 2 and its own; 2 that next to 3, though 2 itself is with 1.
    expect(inOrder(Uint32Array.of(1, 2, 3, 4, 0))).toEqual({
      cluster: Uint32Array.of(0, 0, 0, 1, 2),
      clusters: 3,
    });
  });

  it("makes each agent a cluster where there are no edges, and one of a star", () => {
    for (const method of ["3-net", "1-hop-max"] as const) {
      expect(clusteringInOrder(tiny(3, []), method)(Uint32Array.of(2, 0, 1))).toEqual({
        cluster: Uint32Array.of(1, 2, 0),
        clusters: 3,
      });
      const star = clusteringInOrder(tinyNetworks.star!, method)(Uint32Array.of(0, 1, 2, 3, 4, 5));
      expect(star.clusters).toBe(1);
    }
  });

  it("is what the definitions say, on random networks and orders", () => {
    const stream = rng("clusterings");
    const networks = [
      ...Object.values(tinyNetworks).map(symmetrize),
      ...[0.05, 0.1, 0.2].map((p, k) => erdosRenyi({ n: 24, p }).draw(stream.fork(k))),
    ];
    for (const network of networks) {
      const net = clusteringInOrder(network, "3-net");
      const max = clusteringInOrder(network, "1-hop-max");
      for (let r = 0; r < 30; r++) {
        const found = weightedOrder(stream, network.n);
        const order = [...found];
        expectSame(
          net(found),
          threeNet(network, order, (seeds) => seeds),
          order,
        );
        const last = net(found, (seeds) => Array.from({ length: seeds }, (_, c) => seeds - 1 - c));
        expectSame(
          last,
          threeNet(network, order, (seeds) => seeds.toReversed()),
          order,
        );
        expectSame(max(found), oneHopMax(network, order), order);
      }
    }
  });

  it("does not change a clustering that it gave before", () => {
    const inOrder = clusteringInOrder(path, "3-net");
    const first = inOrder(Uint32Array.of(0, 4, 2, 1, 3));
    const copy = first.cluster.slice();
    inOrder(Uint32Array.of(2, 0, 1, 3, 4));
    expect(first.cluster).toEqual(copy);
  });
});
