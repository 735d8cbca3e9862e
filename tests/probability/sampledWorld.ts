import type { Design, Law } from "../../designs/Design.ts";
import { lawOf } from "../../designs/law/lawOf.ts";
import { pairedCoins } from "../../designs/law/pairedCoins.ts";
import { clusteringsOf } from "../../designs/methods/clusteringsOf.ts";
import type { FixedCounts, IndependentBlocks, SampledMixture } from "../../designs/Structure.ts";
import type { Clustering } from "../../src/network/clusters/clusteringInOrder.ts";
import type { Network } from "../../src/network/Network.ts";

type ClusteringsSettings = Parameters<typeof clusteringsOf>[1];

export interface SampledSettings extends ClusteringsSettings {
  readonly coins: "independent" | "paired";
  readonly probability: number;
  readonly stratified: boolean;
}

/** Randomized graph clusters known by a sample of their clusterings, also where there are few enough to list. */
export function sampledLaw(network: Network, settings: SampledSettings, samples: number): Law {
  const { coins, probability: p, stratified } = settings;
  const family = clusteringsOf(network, settings);
  return lawOf(["control", "treated"], network.n, {
    kind: "sampled-mixture",
    name: "clusterings",
    strata: stratified ? family.top : Float64Array.of(1),
    samples,
    part(rng, stratum) {
      const clustering = family.draw(rng, stratified ? stratum : undefined);
      if (coins === "independent") return coinsOf(clustering, p);
      const made = pairedCoins(clustering.cluster, clustering.clusters);
      return made[rng.integer(made.length)]!;
    },
    marginal: (_, arm) => (arm === 1 ? p : 1 - p),
  });
}

/** The parts of a listed mixture as strata of a sample, so that a sample of two each is the whole mixture. */
export function everyPart(law: Law): Law {
  const { structure } = law;
  if (structure.kind !== "mixture") throw new Error("expected a mixture");
  const parts = structure.parts as readonly { weight: number; structure: FixedCounts | IndependentBlocks }[];
  const sampled: SampledMixture = {
    kind: "sampled-mixture",
    name: "clusterings",
    strata: Float64Array.from(parts, ({ weight }) => weight),
    samples: 2,
    part(rng, stratum) {
      if (stratum !== undefined) return parts[stratum]!.structure;
      let left = rng.uniform();
      for (const { weight, structure: part } of parts) {
        left -= weight;
        if (left < 0) return part;
      }
      return parts.at(-1)!.structure;
    },
    marginal: law.marginal,
  };
  return lawOf(law.arms, law.n, sampled);
}

/** A design with a law that is at hand. */
export function designOf(law: Law): Design {
  return { name: "randomized-graph-cluster", params: {}, law: () => law };
}

function coinsOf({ cluster, clusters }: Clustering, p: number): IndependentBlocks {
  const probability = new Float64Array(2 * clusters);
  for (let c = 0; c < clusters; c++) probability.set([1 - p, p], 2 * c);
  return { kind: "independent-blocks", block: cluster, blocks: clusters, probability };
}
