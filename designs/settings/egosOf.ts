import { shuffle } from "../../src/core/numbers/shuffle.ts";
import { rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import { type EgoClusters, egoClusters } from "../../src/network/clusters/egoClusters.ts";
import { degree, type Network } from "../../src/network/Network.ts";
import { wantNetwork } from "../../src/network/wantNetwork.ts";

/**
 * The egos of the design `ego` with these settings, and the agents in the neighbourhood of each: whom its contrasts are
 * about. Cost: O(n log n + edges).
 *
 * @param settings `order` (default random) and `seed` (default 1) as in the design.
 * @throws SpillwayError when `order` names an agent that is not in the network.
 */
export function egosOf(
  network: Network,
  settings: {
    readonly order?: "random" | "degree" | readonly string[];
    readonly seed?: string | number;
  } = {},
): EgoClusters {
  wantNetwork("egosOf", network);
  const { order = "random", seed = 1 } = settings;
  const everybody = Array.from({ length: network.n }, (_, i) => i);
  if (order === "random") return egoClusters(network, shuffle(rng(seed).fork("egos"), everybody));
  if (order === "degree") {
    return egoClusters(
      network,
      everybody.sort((i, j) => degree(network, i) - degree(network, j) || i - j),
    );
  }
  const number = new Map(network.ids.map((id, i) => [id, i]));
  return egoClusters(
    network,
    order.map((id) => {
      const i = number.get(id);
      if (i === undefined)
        throw new SpillwayError(`ego: order names agent ${shown(id)}, who is not in the network`);
      return i;
    }),
  );
}
