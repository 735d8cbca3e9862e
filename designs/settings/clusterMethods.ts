import type { Rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { balancedPartition } from "../../src/network/clusters/balancedPartition.ts";
import { epsilonNet } from "../../src/network/clusters/epsilonNet.ts";
import { labelPropagation } from "../../src/network/clusters/labelPropagation.ts";
import { leiden } from "../../src/network/clusters/leiden.ts";
import { louvain } from "../../src/network/clusters/louvain.ts";
import { oneHopMax } from "../../src/network/clusters/oneHopMax.ts";
import { threeNet } from "../../src/network/clusters/threeNet.ts";
import type { Network } from "../../src/network/Network.ts";

/** Settings of the methods, each used by some of them. */
interface MethodSettings {
  readonly resolution?: number | undefined;
  readonly maxSize?: number | undefined;
  readonly clusters?: number | undefined;
  readonly passes?: number | undefined;
  readonly hops?: number | undefined;
}

export type MethodSetting = keyof MethodSettings;

interface ClusterMethod {
  /** The settings that the method takes; others are refused. */
  readonly takes: readonly MethodSetting[];
  /** What it does when they are left out. */
  readonly defaults?: MethodSettings;
  /** Those of which exactly one must be given. */
  readonly oneOf?: readonly MethodSetting[];
  find(network: Network, settings: MethodSettings, rng: Rng): Uint32Array;
}

/** Names of the methods, in the order of the docs. */
export type MethodName =
  | "leiden"
  | "louvain"
  | "label-propagation"
  | "balanced"
  | "net"
  | "3-net"
  | "1-hop-max";

/** How clusters are found in a network, by name. */
export const clusterMethods: Readonly<Record<MethodName, ClusterMethod>> = {
  leiden: {
    takes: ["resolution"],
    defaults: { resolution: 1 },
    find: (network, { resolution = 1 }, rng) => leiden(network, { resolution, rng }),
  },
  louvain: {
    takes: ["resolution"],
    defaults: { resolution: 1 },
    find: (network, { resolution = 1 }, rng) => louvain(network, { resolution, rng }),
  },
  "label-propagation": {
    takes: ["maxSize"],
    find: (network, { maxSize = network.n }, rng) => labelPropagation(network, { maxSize, rng }),
  },
  balanced: {
    takes: ["clusters", "maxSize", "passes"],
    defaults: { passes: 10 },
    oneOf: ["clusters", "maxSize"],
    find(network, { clusters, maxSize, passes = 10 }, rng) {
      if (clusters !== undefined && clusters > network.n)
        throw new SpillwayError(
          `graph-cluster: clusters must be at most the number of agents, ${network.n}, got ${clusters}`,
        );
      const into = clusters === undefined ? { maxSize: maxSize ?? network.n } : { clusters };
      return balancedPartition(network, { ...into, passes, rng });
    },
  },
  net: {
    takes: ["hops"],
    oneOf: ["hops"],
    find: (network, { hops = 2 }, rng) => epsilonNet(network, { hops, rng }),
  },
  "3-net": { takes: [], find: (network, _, rng) => threeNet(network, rng) },
  "1-hop-max": { takes: [], find: (network, _, rng) => oneHopMax(network, rng) },
};

/** Names of the methods, in the order of the docs. */
export const methodNames: readonly MethodName[] = Object.keys(clusterMethods) as MethodName[];
