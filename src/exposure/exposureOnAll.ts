import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { wantArgument } from "../core/wantArgument.ts";
import type { Network } from "../network/Network.ts";
import { networkHash } from "../network/networkHash.ts";
import { agreedExposure } from "./candidates/agreedExposure.ts";
import type { Exposure } from "./Exposure.ts";

/**
 * The exposure of `candidate-networks` from networks at hand: an agent is in a condition when it is in it on every one of them. The network
 * that the exposure is used with is no candidate unless it is named.
 *
 * @param base the exposure that is asked on each network
 * @param networks 2 to 9 networks of the same agents, by their names; one of them is right
 * @throws SpillwayError for fewer or more, and in use when a candidate has other agents.
 */
export function exposureOnAll(base: Exposure, networks: Readonly<Record<string, Network>>): Exposure {
  wantArgument("exposureOnAll", "an exposure mapping", base, { fields: ["of", "conditions"] });
  wantArgument("exposureOnAll", "networks", networks);
  const named = Object.entries(networks);
  if (named.length < 2 || named.length > 9)
    throw new SpillwayError(`exposureOnAll: wanted 2 to 9 networks, got ${named.length}`);
  return agreedExposure({
    name: "candidate-networks",
    params: {
      exposure: { kind: base.name, ...base.params },
      networks: Object.fromEntries(named.map(([name, one]) => [name, { sha256: networkHash(one) }])),
      planned: false,
    },
    base,
    names: named.map(([name]) => name),
    networks: ({ ids, n }) =>
      named.map(([name, one]) => {
        const differs = one.n === n ? one.ids.find((id, i) => id !== ids[i]) : undefined;
        if (one.n === n && differs === undefined) return one;
        throw new SpillwayError(
          `exposureOnAll: candidate ${shown(name)} must have the ${n} agents of the network, got ${one.n}${differs === undefined ? "" : ` with ${shown(differs)}`}: make it with fromEdges and agents`,
        );
      }),
  });
}
