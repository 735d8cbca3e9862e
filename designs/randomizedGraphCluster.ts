import { z } from "zod";
import { probability, wholeNumber } from "../src/core/fields.ts";
import { SpillwayError } from "../src/core/SpillwayError.ts";
import type { Clustering } from "../src/network/clusters/clusteringInOrder.ts";
import { type DesignKind, defineDesign } from "./defineDesign.ts";
import { lawOf } from "./law/lawOf.ts";
import { mergeAssignments } from "./law/mergeAssignments.ts";
import { pairedCoins } from "./law/pairedCoins.ts";
import { supportOf } from "./law/supportOf.ts";
import { clusteringsOf } from "./methods/clusteringsOf.ts";
import type { FixedCounts, IndependentBlocks, Mixture } from "./Structure.ts";
import { armNames } from "./settings/armNames.ts";

export interface RandomizedGraphClusterSettings {
  /** How a clustering follows from random priorities of the agents: `3-net` (balls around agents that are 3 steps apart) or `1-hop-max` (everybody joins its neighbour of highest priority). Default 3-net. */
  readonly method?: "3-net" | "1-hop-max";
  /** Who has priority: `uniform`, or `spectral`, by the Perron vector of the 2-ball matrix, under which the least chance of a whole neighbourhood in one cluster is the same for all. Default uniform. */
  readonly weights?: "uniform" | "spectral";
  /** Of 3-net: an agent equally near to several centres joins the `earliest`, that of highest priority, or each with equal chance (`random`, as Ugander and Yin's programs do, with a smaller variance on their network). Default random. */
  readonly ties?: "earliest" | "random";
  /** `independent`: a coin for each cluster; `paired`: clusters of like size in pairs, one of each treated. Default independent. */
  readonly coins?: "independent" | "paired";
  /** Chance of treatment of each cluster, from 0 to 1. Default 0.5; with paired coins it is 0.5. */
  readonly probability?: number;
  /** Number of clusterings that probabilities are averaged over, at least 2. Default 1,000. On at most 6 agents all are listed instead. */
  readonly clusterings?: number;
  /** Whether these clusterings are spread evenly over who has the highest priority: their number is then rounded up to a multiple of the number of agents, at least twice it. Default false. */
  readonly stratified?: boolean;
  /** Names of the two arms, untreated first. Default control, treated. */
  readonly arms?: readonly [string, string];
}

/** On networks up to this size every clustering is listed. */
const MOST_LISTED = 6;

/**
 * Randomized graph cluster randomization: clusters of the network are drawn afresh for every assignment and then assigned as wholes. Under a fixed
 * clustering, agents at the borders of clusters have tiny probabilities of full exposure (p^d with d clusters around them); over random clusterings
 * every agent is sometimes well inside a cluster, which makes exposure probabilities far more even and the variance smaller by
 * orders of magnitude. Exposure probabilities are those of the whole design: averages over clusterings of exact ones.
 *
 * Ugander and Yin (2023), "Randomized graph cluster randomization", Journal of Causal Inference 11.
 * @throws SpillwayError for paired coins that are not fair.
 */
export const randomizedGraphCluster: DesignKind<RandomizedGraphClusterSettings> = defineDesign({
  kind: "randomized-graph-cluster",
  summary: "clusters drawn anew for every assignment (3-net, 1-hop-max), treated whole",
  settings: z.strictObject({
    method: z.enum(["3-net", "1-hop-max"], { error: "must be 3-net or 1-hop-max" }).default("3-net"),
    weights: z.enum(["uniform", "spectral"], { error: "must be uniform or spectral" }).default("uniform"),
    ties: z.enum(["earliest", "random"], { error: "must be earliest or random" }).default("random"),
    coins: z
      .enum(["independent", "paired"], { error: "must be independent or paired" })
      .default("independent"),
    probability: probability().default(0.5),
    clusterings: wholeNumber(2).default(1000),
    stratified: z.boolean({ error: "must be true or false" }).default(false),
    arms: armNames(),
  }),
  law(settings, network) {
    const { method, weights, ties, coins, probability: p, clusterings, stratified, arms } = settings;
    if (coins === "paired" && p !== 0.5) {
      throw new SpillwayError(
        `randomized-graph-cluster: paired coins treat one cluster of two, so probability must be 0.5, got ${p}: use independent coins for another chance`,
      );
    }
    const { n } = network;
    const family = clusteringsOf(network, { method, weights, ties });
    const structures = ({ cluster, clusters }: Clustering): readonly (IndependentBlocks | FixedCounts)[] =>
      coins === "paired" ? pairedCoins(cluster, clusters) : [coinOf(cluster, clusters, p)];
    if (n <= MOST_LISTED) {
      const parts = family.list(coins === "paired").flatMap(({ weight, clustering }) => {
        const made = structures(clustering);
        return made.map((structure) => ({ weight: weight / made.length, structure }));
      });
      const structure: Mixture = { kind: "mixture", parts };
      const support = (): Iterable<readonly [Uint8Array, number]> =>
        mergeAssignments(supportOf(structure, 2, n));
      return { ...lawOf(arms, n, structure), support };
    }
    return lawOf(arms, n, {
      kind: "sampled-mixture",
      name: "clusterings",
      strata: stratified ? family.top : Float64Array.of(1),
      samples: stratified ? Math.max(2, Math.ceil(clusterings / n)) : clusterings,
      part(rng, stratum) {
        const made = structures(family.draw(rng, stratified ? stratum : undefined));
        return made.length === 1 ? made[0]! : made[rng.integer(made.length)]!;
      },
      // A cluster's chance of treatment is the same whatever the clustering.
      marginal: (_, arm) => (arm === 1 ? p : 1 - p),
    });
  },
});

function coinOf(cluster: Uint32Array, clusters: number, p: number): IndependentBlocks {
  const chances = new Float64Array(2 * clusters);
  for (let c = 0; c < clusters; c++) {
    chances[2 * c] = 1 - p;
    chances[2 * c + 1] = p;
  }
  return { kind: "independent-blocks", block: cluster, blocks: clusters, probability: chances };
}
