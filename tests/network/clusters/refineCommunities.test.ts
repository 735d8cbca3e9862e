import fc from "fast-check";
import { expect, it } from "vitest";
import { type Rng, rng } from "../../../src/core/rng.ts";
import { communityGraph } from "../../../src/network/clusters/communityGraph.ts";
import { refineCommunities } from "../../../src/network/clusters/refineCommunities.ts";
import { fromEdges } from "../../../src/network/fromEdges.ts";
import type { Network } from "../../../src/network/Network.ts";

/** Weight of the edges between two lists of nodes; a pair of nodes in both counts from each side. */
function between(
  { offsets, sources, weights }: Network,
  some: readonly number[],
  others: readonly number[],
): number {
  let total = 0;
  for (const v of some)
    for (let e = offsets[v]!; e < offsets[v + 1]!; e++)
      if (others.includes(sources[e]!)) total += weights ? weights[e]! : 1;
  return total;
}

/** Nodes community by community, shuffled within each by the same draws. */
function orderOf(community: Uint32Array, stream: Rng): number[][] {
  const groups = new Map<number, number[]>();
  community.forEach((c, v) => {
    const group = groups.get(c) ?? [];
    const there = stream.integer(group.length + 1);
    group.push(v);
    [group[there], group[group.length - 1]] = [group.at(-1)!, group[there]!];
    groups.set(c, group);
  });
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}

/** Algorithm A.2, MergeNodesSubset, of Traag, Waltman and van Eck (2019) word for word, with every sum counted anew. */
function slowly(network: Network, community: Uint32Array, resolution: number, stream: Rng): number[] {
  const everybody = Array.from({ length: network.n }, (_, v) => v);
  const strength = (nodes: readonly number[]): number => between(network, nodes, everybody);
  const scale = resolution / strength(everybody);
  const part = [...everybody];
  const members = (p: number): number[] => everybody.filter((v) => part[v] === p);
  for (const group of orderOf(community, stream)) {
    const whole = strength(group);
    const wellConnected = (nodes: readonly number[]): boolean =>
      between(
        network,
        nodes,
        group.filter((v) => !nodes.includes(v)),
      ) >=
      scale * strength(nodes) * (whole - strength(nodes)) - 1e-9;
    for (const v of group) {
      if (members(part[v]!).length > 1 || !wellConnected([v])) continue;
      let best = v;
      let most = 1e-9;
      for (const p of new Set(group.map((u) => part[u]!))) {
        if (p === v || !wellConnected(members(p))) continue;
        const gain = between(network, [v], members(p)) - scale * strength([v]) * strength(members(p));
        if (gain > most) {
          most = gain;
          best = p;
        }
      }
      part[v] = best;
    }
  }
  return part;
}

/** Groups without names: each node's first mate. */
const mates = (labels: ArrayLike<number>): number[] =>
  Array.from(labels, (label) => Array.from(labels).indexOf(label));

it("divides communities as the published algorithm does, counted the slow way", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 12 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.constantFrom(0.5, 1, 1.7),
      (n, seed, resolution) => {
        const stream = rng(seed);
        // Weights without a pattern, so that no two gains are the same.
        const edges = Array.from({ length: n }, (_, i) =>
          Array.from({ length: i }, (_, j) => [String(i), String(j), 0.2 + stream.uniform()] as const),
        )
          .flat()
          .filter(() => stream.uniform() < 0.4);
        if (edges.length === 0) return;
        const network = fromEdges(edges, { agents: Array.from({ length: n }, (_, i) => String(i)) });
        const community = Uint32Array.from({ length: n }, () => stream.integer(2));
        const found = refineCommunities(
          communityGraph(network),
          community,
          resolution,
          rng(seed).fork("order"),
        );
        const expected = slowly(network, community, resolution, rng(seed).fork("order"));
        expect(mates(found)).toEqual(mates(expected));
      },
    ),
    { numRuns: 400 },
  );
});
