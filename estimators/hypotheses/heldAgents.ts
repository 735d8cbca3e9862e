import { searcher } from "../../src/network/ball.ts";
import type { Network } from "../../src/network/Network.ts";

/** Agents whose arms decide the outcomes of the focal agents under the hypothesis that nobody beyond a distance matters: the focal agents, and from whom they are reached in so many steps. 1 at their index. */
export function heldAgents(network: Network, focal: Uint32Array, distance: number): Uint8Array {
  const held = new Uint8Array(network.n);
  const around = searcher(network);
  for (const i of focal) {
    held[i] = 1;
    if (distance > 0) for (const j of around(i, distance)) held[j] = 1;
  }
  return held;
}
