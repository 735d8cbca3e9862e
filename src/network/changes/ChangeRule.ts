import type { Rng } from "../../core/rng.ts";
import type { Network } from "../Network.ts";

/** A rule by which a network changes over rounds. It sees the declared network and its own stream, and nothing of a run. */
export interface ChangeRule {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /**
   * Gets ready for a network.
   *
   * @param rng the rule's own stream.
   * @throws SpillwayError when the settings do not fit the network.
   */
  start(network: Network, rng: Rng): RoundEdges;
}

/**
 * The edges of a round, from 1, as a network with the same agents.
 *
 * @param before the network of the round before; the declared one before round 1.
 */
export type RoundEdges = (round: number, before: Network) => Network;
