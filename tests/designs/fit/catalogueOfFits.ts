import type { Design } from "../../../designs/Design.ts";
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
} from "../../../designs/index.ts";
import { type Edge, fromEdges } from "../../../src/network/fromEdges.ts";
import type { Network } from "../../../src/network/Network.ts";

/** A design, and another one whose arms it must not pass for its own. */
export interface FitCase {
  readonly design: Design;
  readonly on: Network;
  /** The same kind of design with another share. */
  readonly other: Design;
  /** Whether arms dealt anew to the agents, so that strata, clusters or chances are mixed, must be refused. */
  readonly shuffled: boolean;
}

const named = (n: number): string[] => Array.from({ length: n }, (_, i) => `a${i}`);

/** Sixty cliques of five, in a ring. */
export const cliques: Network = ((): Network => {
  const agents = named(300);
  const edges: Edge[] = [];
  for (let i = 0; i < 300; i++) {
    for (let j = i + 1; j < 5 * (Math.floor(i / 5) + 1); j++) edges.push([agents[i]!, agents[j]!]);
    if (i % 5 === 0) edges.push([agents[i]!, agents[(i + 6) % 300]!]);
  }
  return fromEdges(edges, { agents });
})();

/** 200 periods of one agent. */
const periods: Network = fromEdges([], { agents: Array.from({ length: 200 }, (_, t) => `x@${t + 1}`) });

/** 100 units that lead to 100 others each once. */
const sides: Network = fromEdges(
  Array.from({ length: 100 }, (_, k): Edge => [`u${k}`, `v${k}`]),
  { directed: true },
);

const { n, ids } = cliques;
const each = <T>(make: (i: number) => T): T[] => ids.map((id) => make(Number(id.slice(1))));
const fives = each((i) => String(Math.floor(i / 5)));
const halves = each((i) => (i < 150 ? "first" : "second"));
const rank = each((i) => i);
const list = (share: number): number[][] =>
  Array.from({ length: 8 }, (_, k) => each((i) => Number((i * 7 + k * 31) % 10 < 10 * share)));
const two = (high: number, low: number, within: "complete" | "bernoulli"): Design =>
  twoStage({
    groups: each((i) => String(Math.floor(i / 30))),
    within,
    saturations: [high, low].map((share) => ({ share, groups: 5 })),
  });

const on = cliques;
/** Every design of the catalogue, some in several forms. */
export const fitCases: Readonly<Record<string, FitCase>> = {
  bernoulli: { on, design: bernoulli(), other: bernoulli({ probability: 0.2 }), shuffled: false },
  "bernoulli of two chances": {
    ...{ on, shuffled: true },
    design: bernoulli({ probability: halves.map((half) => (half === "first" ? 0.2 : 0.8)) }),
    other: bernoulli({ probability: halves.map((half) => (half === "first" ? 0.6 : 0.4)) }),
  },
  "bernoulli of many chances": {
    ...{ on, shuffled: true },
    design: bernoulli({ probability: rank.map((i) => 0.02 + (0.96 * i) / n) }),
    other: bernoulli({ probability: 0.5 }),
  },
  "bernoulli of three arms": {
    ...{ on, shuffled: false },
    design: bernoulli({ arms: ["a", "b", "c"], shares: [0.4, 0.3, 0.3] }),
    other: bernoulli({ arms: ["a", "b", "c"], shares: [0.4, 0.1, 0.5] }),
  },
  complete: { on, design: complete({ treated: 150 }), other: complete({ treated: 140 }), shuffled: false },
  blocked: {
    ...{ on, shuffled: true },
    design: blocked({ blocks: halves, treated: { first: 30, second: 120 } }),
    other: blocked({ blocks: halves, treated: { first: 40, second: 110 } }),
  },
  "matched-pairs": {
    ...{ on, shuffled: true },
    design: matchedPairs({ covariates: { rank } }),
    other: matchedPairs({ covariates: { rank: rank.map((i) => (i * 7) % 300) } }),
  },
  rerandomized: {
    ...{ on, shuffled: false },
    design: rerandomized({ base: { kind: "complete", treated: 150 }, covariates: { rank }, accept: 0.2 }),
    other: rerandomized({ base: { kind: "complete", treated: 120 }, covariates: { rank }, accept: 0.2 }),
  },
  "gram-schmidt-walk": {
    ...{ on, shuffled: true },
    design: gramSchmidtWalk({ covariates: { rank }, clusters: fives }),
    other: gramSchmidtWalk({ covariates: { rank }, clusters: each((i) => String(i % 60)) }),
  },
  "quasi-colouring": {
    ...{ on, shuffled: false },
    design: quasiColouring({ treated: 150, accept: 0.5 }),
    other: quasiColouring({ treated: 100, accept: 0.5 }),
  },
  cluster: {
    ...{ on, shuffled: true },
    design: cluster({ clusters: fives, probability: 0.5 }),
    other: cluster({ clusters: fives, probability: 0.02 }),
  },
  "cluster by counts": {
    ...{ on, shuffled: true },
    design: cluster({ clusters: fives, treated: 30 }),
    other: cluster({ clusters: fives, treated: 20 }),
  },
  "graph-cluster": {
    ...{ on, shuffled: true },
    design: graphCluster({ method: "label-propagation", probability: 0.5 }),
    other: graphCluster({ method: "label-propagation", probability: 0.02 }),
  },
  "randomized-graph-cluster": {
    ...{ on, shuffled: true },
    design: randomizedGraphCluster({ method: "1-hop-max", probability: 0.5 }),
    other: randomizedGraphCluster({ method: "1-hop-max", probability: 0.02 }),
  },
  fixed: {
    on,
    design: fixed({ assignments: list(0.5) }),
    other: fixed({ assignments: list(0.3) }),
    shuffled: true,
  },
  "two-stage": { on, design: two(0.8, 0.2, "complete"), other: two(0.6, 0.4, "complete"), shuffled: true },
  "two-stage with coins": {
    ...{ on, shuffled: true },
    design: two(0.9, 0.1, "bernoulli"),
    other: two(0.6, 0.4, "bernoulli"),
  },
  rollout: {
    ...{ on, shuffled: false },
    design: rollout({ probability: [0.2, 0.5] }),
    other: rollout({ probability: [0.4, 0.5] }),
  },
  "rollout of clusters": {
    ...{ on, shuffled: true },
    design: rollout({ treated: [10, 30], clusters: fives }),
    other: rollout({ treated: [20, 30], clusters: fives }),
  },
  switchback: {
    ...{ on: periods, shuffled: true },
    design: switchback({ every: 2, probability: 0.5 }),
    other: switchback({ every: 2, probability: 0.1 }),
  },
  bipartite: {
    ...{ on: sides, shuffled: true },
    design: bipartite({ probability: 0.5 }),
    other: bipartite({ probability: 0.15 }),
  },
  ego: { on, design: ego({ probability: 0.5 }), other: ego({ probability: 0.02 }), shuffled: true },
  "independent-set": {
    ...{ on, shuffled: true },
    design: independentSetDesign({ treated: 30 }),
    other: independentSetDesign({ treated: 20 }),
  },
  "independent-set for spillover": {
    ...{ on, shuffled: true },
    design: independentSetDesign({ effect: "spillover", treated: 30 }),
    other: independentSetDesign({ effect: "spillover", treated: 5 }),
  },
  "conflict-graph": {
    ...{ on, shuffled: false },
    design: conflictGraphDesign({ target: "direct" }),
    other: bernoulli({ probability: 0.5 }),
  },
};
