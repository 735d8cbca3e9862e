import type { Rng } from "../core/rng.ts";
import type { Network } from "../network/Network.ts";

/** Agents that act at the same time, by their numbers: none sees what another of them does now. */
export type Moment = ArrayLike<number>;

/** Who acts when: settings, and how to start it in a world. */
export interface Schedule {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** True when who acts when is drawn. */
  readonly chance: boolean;
  /** True when a round may pass over an agent, so that its outcome is that of its own last turn. */
  readonly partial: boolean;
  /** True when those who act in a moment meet: each hears in its next turn what the others of the moment said. */
  readonly meets: boolean;
  /** How many of n agents act at a time, about. */
  atOnce(n: number): number;
  /**
   * The moments of each round, in their order; no agent twice in a round. The same whenever it is asked for.
   *
   * @throws SpillwayError when the schedule does not fit the network.
   */
  start(setting: ScheduleSetting): (round: number) => readonly Moment[];
}

interface ScheduleSetting {
  readonly network: Network;
  readonly world: number;
  /** The schedule's own stream; a round draws from its child `world:round`. */
  readonly rng: Rng;
}
