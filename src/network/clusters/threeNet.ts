import type { Rng } from "../../core/rng.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import type { Network } from "../Network.ts";
import { wantNetwork } from "../wantNetwork.ts";
import { epsilonNet } from "./epsilonNet.ts";

/**
 * The {@link epsilonNet} of two hops: clusters around seeds that are at least three steps apart, everybody at most two
 * steps from its seed, so that an agent's neighbourhood meets few clusters where the network grows slowly.
 *
 * @param rng decides the order in which agents may become seeds
 * @returns cluster of each agent, numbered 0, 1, 2 … in the order of their first agents. Cost: O(n + edges of the seeds' 2-balls).
 */
export function threeNet(network: Network, rng: Rng): Uint32Array<ArrayBuffer> {
  wantNetwork("threeNet", network);
  wantArgument("threeNet", "a random stream", rng, { fields: ["fork", "uniform"] });
  return epsilonNet(network, { hops: 2, rng });
}
