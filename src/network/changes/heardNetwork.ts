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
  const distinct = new Set<Network>();
  for (let round = from; round <= until; round++) distinct.add(networkInRound(network, round));
  const total = [...distinct].reduce((sum, { edges }) => sum + edges, 0);
  const ends = { from: new Uint32Array(total), to: new Uint32Array(total), weight: new Float64Array(total) };
  let size = 0;
  for (const now of distinct)
    eachEdge(now, (source, target, weight) => {
      ends.from[size] = source;
      ends.to[size] = target;
      ends.weight[size++] = weight;
    });
  if (![...distinct].some(({ weights }) => weights)) return withRows(network, ends);
  // Of edges that are given again the first counts, so the heaviest come first.
  const order = Array.from({ length: total }, (_, k) => k).sort((a, b) => ends.weight[b]! - ends.weight[a]!);
  const sorted = (values: ArrayLike<number>): number[] => order.map((k) => values[k]!);
  return withRows(network, { from: sorted(ends.from), to: sorted(ends.to), weight: sorted(ends.weight) });
}
