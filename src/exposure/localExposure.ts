import { degree, type Network } from "../network/Network.ts";
import type { Exposure, LocalRule } from "./Exposure.ts";

/** An exposure from its local rule: counts the in-neighbours in the focal arm and asks the rule. Cost: O(n + edges). */
export function localExposure(
  name: string,
  params: Readonly<Record<string, unknown>>,
  conditions: readonly string[],
  rule: LocalRule,
  neighborhood: (network: Network) => Network = (network) => network,
): Exposure {
  return {
    name,
    params,
    conditions,
    local: (network) => ({ network: neighborhood(network), rule }),
    of(network, arms) {
      const near = neighborhood(network);
      const conditionOf = new Uint8Array(near.n);
      for (let i = 0; i < near.n; i++) {
        conditionOf[i] = rule.condition(
          arms[i]!,
          treatedNeighbors(near, arms, i, rule.focal),
          degree(near, i),
        );
      }
      return conditionOf;
    },
  };
}

/** Number of in-neighbours of agent i in the focal arm. */
export function treatedNeighbors(network: Network, arms: Uint8Array, i: number, focal: number): number {
  let treated = 0;
  for (let e = network.offsets[i]!; e < network.offsets[i + 1]!; e++) {
    if (arms[network.sources[e]!] === focal) treated++;
  }
  return treated;
}
