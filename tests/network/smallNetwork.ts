import fc from "fast-check";
import { type Edge, fromEdges } from "../../src/network/fromEdges.ts";
import type { Network } from "../../src/network/Network.ts";

/** Networks of one to nine agents, of any density, for comparison with brute force. */
export function smallNetwork(options: { readonly directed?: boolean } = {}): fc.Arbitrary<Network> {
  const directed = options.directed === undefined ? fc.boolean() : fc.constant(options.directed);
  return fc
    .tuple(
      fc.integer({ min: 1, max: 9 }),
      directed,
      fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 20 }),
    )
    .map(([n, isDirected, pairs]) => {
      const edges = pairs.flatMap(([s, t]): Edge[] => (s < n && t < n ? [[`${s}`, `${t}`]] : []));
      return fromEdges(edges, { directed: isDirected, agents: Array.from({ length: n }, (_, i) => `${i}`) });
    });
}

/** Steps from each agent (row) to each other (column) along edges; Floyd and Warshall, the slow truth. */
export function distances(network: Network): number[][] {
  const { n, offsets, sources } = network;
  const far = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => (i === j ? 0 : Number.POSITIVE_INFINITY)),
  );
  for (let i = 0; i < n; i++) for (let e = offsets[i]!; e < offsets[i + 1]!; e++) far[sources[e]!]![i] = 1;
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) far[i]![j] = Math.min(far[i]![j]!, far[i]![k]! + far[k]![j]!);
  }
  return far;
}
