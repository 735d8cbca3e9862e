import type { Heard } from "../agents/Agent.ts";
import type { Json } from "../core/canonicalJson.ts";
import type { Rng } from "../core/rng.ts";
import type { Network } from "../network/Network.ts";

/** How information is exchanged, φ of d_i = φ_i(h_1 … h_n): settings, and how to start it in a world. */
export interface Channel {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** True when who hears whom is drawn. */
  readonly chance: boolean;
  /** True when the channel itself says who hears whom, and not the edges of the network or those who meet. */
  readonly chooses: boolean;
  /** True when who hears whom depends on what agents say, and so on treatment and outcomes. */
  readonly ofWords?: boolean;
  /** True when it needs all messages of a round at once, so that nobody may act before another in a round. */
  readonly atOnce?: boolean;
  /** What an agent sees of all that it hears together, instead of the single messages; undefined when that is nothing. */
  readonly sumUp?: (heard: readonly Heard[]) => Json | undefined;
  /** How many ordered pairs of agents may exchange messages without an edge from the one to the other. Default 0. */
  beyond?(network: Network): number;
  /** The same channel with files that its settings name taken from this folder; absent where they name none. */
  inFolder?(folder: string): Channel;
  /** @throws SpillwayError when the settings do not fit the network. */
  start(setting: ChannelSetting): OpenChannel;
}

interface ChannelSetting {
  readonly network: Network;
  readonly world: number;
  /** The channel's own stream; a round draws from its child `world:round`. */
  readonly rng: Rng;
  readonly board: Board;
}

/** What has been said, and by whom; it changes between moments only. */
export interface Board {
  /** The last words of each agent, if it said any in its last turn. */
  voice(i: number): Heard | undefined;
  /** In which moment they were said: larger is later. */
  when(i: number): number;
  /** The number of moments that have ended. */
  readonly moment: number;
}

/** What came to an agent. */
export interface Inbox {
  readonly heard: readonly Heard[];
  /** What was summed up in another world, where it comes from there. */
  readonly crowd?: Json;
}

/** A channel in one world. */
export interface OpenChannel {
  /** Whose words agent i hears in a round, in this order: those who have said anything are heard. */
  sources?(i: number, round: number): ArrayLike<number>;
  /** What agent i hears, for channels that do not carry the words of this world. */
  inbox?(i: number, round: number): Inbox;
}
