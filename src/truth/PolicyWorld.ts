import type { Exposure } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";
import type { Play } from "./expectedEffects.ts";

/** The world in which policies are tried. */
export interface PolicyWorld {
  readonly network: Network;
  readonly arms: readonly string[];
  readonly exposure: Exposure;
  readonly play: Play;
  /** 1 for each agent that the global effect is about; default: everybody. */
  readonly studied?: Uint8Array;
  /** Numbers of agents that stay in the first arm where "all" are treated; default: none. */
  readonly untreatable?: Uint32Array;
  /** Whether two worlds with the same arms can differ; default true. */
  readonly chance?: boolean;
}
