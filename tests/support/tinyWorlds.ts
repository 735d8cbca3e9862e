import type { Design } from "../../designs/Design.ts";
import {
  bernoulli,
  bipartite,
  blocked,
  cluster,
  complete,
  conflictGraphDesign,
  ego,
  fixed,
  gramSchmidtWalk,
  graphCluster,
  independentSetDesign,
  matchedPairs,
  quasiColouring,
  randomizedGraphCluster,
  rerandomized,
  rollout,
  switchback,
  twoStage,
} from "../../designs/index.ts";
import { type Edge, fromEdges } from "../../src/network/fromEdges.ts";
import type { Network } from "../../src/network/Network.ts";

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
    "complete by counts": complete({ counts: [n - 1, 1] }),
    "blocked by number": blocked({
      blocks: Array.from({ length: n }, (_, i) => (i < 2 ? "pair" : "rest")),
      treated: 1,
    }),
    "matched-pairs given": matchedPairs({
      pairs: Array.from({ length: n >> 1 }, (_, k) => [k, n - 1 - k] as const),
    }),
    "matched-pairs found": matchedPairs({
      covariates: {
        age: Array.from({ length: n }, (_, i) => (i * 7) % 5),
        rank: Array.from({ length: n }, (_, i) => i),
      },
      apart: true,
    }),
    "rerandomized complete": rerandomized({
      base: { kind: "complete", treated: 2 },
      covariates: { rank: [...halves.keys()] },
      accept: 0.4,
    }),
    "rerandomized coins": rerandomized({
      base: { kind: "bernoulli", probability: 0.4 },
      covariates: { rank: [...halves.keys()] },
      threshold: 1,
    }),
    "gram-schmidt-walk of agents": gramSchmidtWalk({ covariates: { rank: [...halves.keys()] }, phi: 0.3 }),
    "gram-schmidt-walk of clusters": gramSchmidtWalk({
      covariates: { rank: [...halves.keys()] },
      clusters: halves,
      equalSizes: true,
    }),
    "quasi-colouring": quasiColouring({ treated: 2, accept: 0.3 }),
    "cluster coins": cluster({ clusters: halves, probability: 0.3 }),
    "cluster counts": cluster({ clusters: halves.map(String), treated: 1 }),
    "cluster strata by size": cluster({ clusters: [...halves.keys()], treated: [1, 1], sizeStrata: 2 }),
    "graph-cluster leiden": graphCluster({ probability: 0.3 }),
    "graph-cluster louvain": graphCluster({ method: "louvain", probability: 0.4 }),
    "graph-cluster label-propagation": graphCluster({ method: "label-propagation", maxSize: 2 }),
    "graph-cluster balanced": graphCluster({ method: "balanced", clusters: 3, treated: 1 }),
    "graph-cluster balanced, strata by size": graphCluster({
      method: "balanced",
      clusters: 4,
      sizeStrata: 2,
    }),
    "graph-cluster net": graphCluster({ method: "net", hops: 1 }),
    "graph-cluster 3-net": graphCluster({ method: "3-net", seed: 3 }),
    "graph-cluster 1-hop-max": graphCluster({ method: "1-hop-max" }),
    "two-stage counts": twoStage({
      groups: Array.from({ length: n }, (_, i) => Number(i >= 2)),
      saturations: [0, 1].map((treated) => ({ treated, groups: 1 })),
    }),
    "two-stage coins": twoStage({
      groups: halves,
      within: "bernoulli",
      saturations: [0.2, 0.8].map((share) => ({ share, chance: 0.5 })),
    }),
    "ego with coins": ego({ seed: 2, probability: 0.4, ego: "coin", egoProbability: 0.3 }),
    "independent-set direct": independentSetDesign({ treated: 1 }),
    "independent-set spillover": independentSetDesign({ effect: "spillover", treated: 1 }),
    "randomized clusters, 3-net": randomizedGraphCluster(),
    "randomized clusters, 3-net, earliest": randomizedGraphCluster({ ties: "earliest" }),
    "randomized clusters, 3-net, spectral, random ties, paired": randomizedGraphCluster({
      weights: "spectral",
      ties: "random",
      coins: "paired",
    }),
    "randomized clusters, 1-hop-max": randomizedGraphCluster({ method: "1-hop-max", probability: 0.3 }),
    "randomized clusters, 1-hop-max, spectral, paired": randomizedGraphCluster({
      method: "1-hop-max",
      weights: "spectral",
      coins: "paired",
    }),
    "conflict-graph direct": conflictGraphDesign({ target: "direct", r: 1 }),
    "conflict-graph spillover": conflictGraphDesign({ target: "spillover" }),
    "conflict-graph global": conflictGraphDesign({ target: "global" }),
    "rollout at a stage": rollout({ treated: [1, 3], stage: 1 }),
    "rollout of clusters at a stage": rollout({ probability: [0.2, 0.5, 1], clusters: halves, stage: 2 }),
    "switchback of one agent": overPeriods(1, switchback({ points: [1, 3, 4], probability: 0.4 })),
    "switchback of two agents by themselves": overPeriods(2, switchback({ every: 2, clusters: "each" })),
    "bipartite by coins": betweenSides(bipartite({ probability: { 0: 0.2, 1: 0.5, 2: 0.9 } })),
    "bipartite of clusters": betweenSides(bipartite({ clusters: ["x", "x", "y"], treated: 1 })),
    "fixed weighted": fixed({
      assignments: [0, 1, 2, 3].map((k) =>
        Array.from({ length: n }, (_, i) => ((i * 7 + k * 3) % 4 < 2 ? 1 : 0)),
      ),
      weights: [1, 2, 3, 4],
    }),
  };
}

/** Designs with three arms, on n ≥ 3 agents. */
export function tinyDesignsOfThreeArms(n: number): Readonly<Record<string, Design>> {
  const arms = ["a", "b", "c"];
  return {
    "bernoulli with three arms": bernoulli({ arms, shares: [0.5, 0.3, 0.2] }),
    "bernoulli with shares by agent": bernoulli({
      arms,
      shares: Array.from({ length: n }, (_, i) => (i === 0 ? [0, 1, 0] : [0.1, 0.1 * i, 0.9 - 0.1 * i])),
    }),
    "rollout by coins": rollout({ probability: [0.2, 0.5] }),
    "rollout by counts": rollout({ treated: [1, 3] }),
    "complete with three arms": complete({ arms, counts: [1, n - 2, 1] }),
    "blocked with three arms": blocked({
      arms,
      blocks: Array.from({ length: n }, (_, i) => Number(i >= 3)),
      counts: n > 3 ? { 0: [1, 1, 1], 1: [1, n - 4, 0] } : { 0: [1, 1, 1] },
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

/** A design over time on n agents that stand for so many agents, period by period, whatever the network. */
function overPeriods(agents: number, design: Design): Design {
  const ids = (n: number): string[] =>
    Array.from({ length: n }, (_, i) => `${i % agents}@${Math.floor(i / agents) + 1}`);
  return { ...design, law: ({ n }) => design.law({ ...tiny(n, []), ids: ids(n) }) };
}

/** A design for two sides on n ≥ 4 agents, of which 0, 1 and 2 lead to all others, whatever the network. */
function betweenSides(design: Design): Design {
  const edges = (n: number): [number, number][] =>
    Array.from({ length: 3 * (n - 3) }, (_, k) => [k % 3, 3 + Math.floor(k / 3)]);
  return { ...design, law: ({ n }) => design.law(tiny(n, edges(n), true)) };
}
