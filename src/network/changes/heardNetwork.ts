import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantWhole } from "../../core/wantWhole.ts";
import { eachEdge } from "../eachEdge.ts";
import type { Network } from "../Network.ts";
import { wantNetwork } from "../wantNetwork.ts";
import { networkInRound } from "./networkInRound.ts";
import { withRows } from "./withRows.ts";

/**
 * All edges that are heard in any of some rounds, as one network that stays: the union of the networks of rounds `from` to
 * `until`. An edge has the largest weight that it has in any of them. The network itself where it does not change.
 *
 * Cost: O(rounds × (n + edges)).
 * @throws SpillwayError for rounds out of order.
 */
export function heardNetwork(
  network: Network,
  rounds: { readonly from: number; readonly until: number },
): Network {
  wantNetwork("heardNetwork", network);
  const { from, until } = rounds;
  wantWhole("heardNetwork: from", from, 1);
  wantWhole("heardNetwork: until", until, 1);
  if (until < from)
    throw new SpillwayError(`heardNetwork: until must be ${from} (from) or later, got ${until}`);
  if (!network.changes) return network;
  if (from === until) return networkInRound(network, from);
  const { n } = network;
  const weights = new Map<number, number>();
  let last: Network | undefined;
  for (let round = from; round <= until; round++) {
    const now = networkInRound(network, round);
    if (now === last) continue;
    last = now;
    eachEdge(now, (source, target, weight) => {
      const code = source * n + target;
      const before = weights.get(code);
      if (before === undefined || before < weight) weights.set(code, weight);
    });
  }
  const codes = [...weights.keys()];
  return withRows(network, {
    from: codes.map((code) => Math.floor(code / n)),
    to: codes.map((code) => code % n),
    weight: [...weights.values()],
  });
}
