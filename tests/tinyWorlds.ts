import type { Design } from "../designs/Design.ts";
import { bernoulli, cluster, complete, fixed, graphCluster } from "../designs/index.ts";
import { type Edge, fromEdges } from "../src/network/fromEdges.ts";
import type { Network } from "../src/network/Network.ts";

/** Networks small enough to list every assignment, chosen for their odd corners. */
export const tinyNetworks: Readonly<Record<string, Network>> = {
  "triangle with a tail": tiny(6, [
    [0, 1],
    [0, 2],
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 5],
  ]),
  "directed, with an agent nobody reaches": tiny(
    6,
    [
      [0, 1],
      [1, 2],
      [2, 0],
      [3, 2],
      [3, 4],
      [4, 5],
      [5, 3],
      [0, 4],
    ],
    true,
  ),
  "two pairs and an isolate": tiny(5, [
    [0, 1],
    [2, 3],
  ]),
  star: tiny(6, [
    [0, 1],
    [0, 2],
    [0, 3],
    [0, 4],
    [0, 5],
  ]),
  "no edges": tiny(4, []),
};

/** Every design of the catalogue, on n agents. */
export function tinyDesigns(n: number): Readonly<Record<string, Design>> {
  const halves = Array.from({ length: n }, (_, i) => Math.floor(i / 2));
  return {
    "bernoulli one half": bernoulli(),
    "bernoulli unequal": bernoulli({ probability: Array.from({ length: n }, (_, i) => 0.2 + (0.6 * i) / n) }),
    "bernoulli with certain agents": bernoulli({
      probability: Array.from({ length: n }, (_, i) => (i === 0 ? 1 : i === 1 ? 0 : 0.4)),
    }),
    "complete 1": complete({ treated: 1 }),
    "complete 2": complete({ treated: 2 }),
    "cluster coins": cluster({ clusters: halves, probability: 0.3 }),
    "cluster counts": cluster({ clusters: halves.map(String), treated: 1 }),
    "graph-cluster louvain": graphCluster({ probability: 0.4 }),
    "graph-cluster 3-net": graphCluster({ method: "3-net", seed: 3 }),
    "fixed weighted": fixed({
      assignments: [0, 1, 2, 3].map((k) =>
        Array.from({ length: n }, (_, i) => ((i * 7 + k * 3) % 4 < 2 ? 1 : 0)),
      ),
      weights: [1, 2, 3, 4],
    }),
  };
}

/** A network of agents 0 … n − 1. */
export function tiny(n: number, edges: readonly (readonly [number, number])[], directed = false): Network {
  const agents = Array.from({ length: n }, (_, i) => String(i));
  return fromEdges(
    edges.map(([a, b]): Edge => [String(a), String(b)]),
    { directed, agents },
  );
}
