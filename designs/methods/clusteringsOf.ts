import { shuffle } from "../../src/core/numbers/shuffle.ts";
import { eachOrder, weightedOrder } from "../../src/core/numbers/weightedOrder.ts";
import type { Rng } from "../../src/core/rng.ts";
import {
  type Clustering,
  type ClusteringMethod,
  clusteringInOrder,
} from "../../src/network/clusters/clusteringInOrder.ts";
import { relabel } from "../../src/network/clusters/partition.ts";
import { spectralWeights } from "../../src/network/clusters/spectralWeights.ts";
import type { Network } from "../../src/network/Network.ts";
import { symmetrize } from "../../src/network/symmetrize.ts";

/** Which random clusterings. */
interface ClusteringsSettings {
  readonly method: ClusteringMethod;
  readonly weights: "uniform" | "spectral";
  /** Of 3-net: which of several nearest seeds an agent joins. */
  readonly ties: "earliest" | "random";
}

/** Random clusterings of one network. */
interface Clusterings {
  /** A clustering of a fresh random order; with `top`, of one in which that agent has the highest priority. */
  draw(rng: Rng, top?: number): Clustering;
  /** Chance of each agent to have the highest priority. */
  readonly top: Float64Array;
  /**
   * Every clustering and its probability, each once; with `numbered`, also told apart by the priorities of their centres, which
   * decide how clusters of one size are paired. Cost: O(n × n!), with random ties up to the square: only for a handful of agents.
   */
  list(numbered?: boolean): readonly { readonly weight: number; readonly clustering: Clustering }[];
}

/** Random clusterings by priorities: all orders equally likely, or by {@link spectralWeights}. Ugander and Yin (2023), section 3. */
export function clusteringsOf(network: Network, { method, weights, ties }: ClusteringsSettings): Clusterings {
  const undirected = symmetrize(network);
  const { n } = network;
  const inOrder = clusteringInOrder(undirected, method);
  const weight = weights === "spectral" ? spectralWeights(undirected).weights : new Float64Array(n).fill(1);
  const total = weight.reduce((sum, w) => sum + w, 0);
  const tied = method === "3-net" && ties === "random";
  return {
    top: weight.map((w) => w / total),
    draw(rng, top) {
      const order = weightedOrder(rng, weights === "spectral" ? weight : n);
      if (top !== undefined) {
        // The others keep their order, which has the law of an order drawn without the top one.
        const place = order.indexOf(top);
        order.copyWithin(1, 0, place);
        order[0] = top;
      }
      return tied ? inOrder(order, (seeds) => shuffle(rng, numbers(seeds))) : inOrder(order);
    },
    list(numbered = false) {
      const found = new Map<string, { weight: number; readonly clustering: Clustering }>();
      const add = ({ cluster, clusters }: Clustering, probability: number): void => {
        const same = numbered ? cluster : relabel(cluster);
        const key = same.join();
        const known = found.get(key);
        if (known) known.weight += probability;
        else found.set(key, { weight: probability, clustering: { cluster: same, clusters } });
      };
      eachOrder(weight, (order, probability) => {
        const first = inOrder(order);
        const last = tied ? inOrder(order, (seeds) => numbers(seeds).reverse()) : first;
        // Without a tie the preference of seeds changes nothing.
        if (first.cluster.every((c, i) => c === last.cluster[i])) add(first, probability);
        else {
          eachOrder(new Float64Array(first.clusters).fill(1), (preferred, chance) => {
            add(
              inOrder(order, () => preferred),
              probability * chance,
            );
          });
        }
      });
      return [...found.values()];
    },
  };
}

const numbers = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, c) => c);
