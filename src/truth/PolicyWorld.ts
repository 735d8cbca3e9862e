import type { Exposure } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";
import type { Play } from "./expectedEffects.ts";

/** The world in which policies are tried. */
export interface PolicyWorld {
  readonly network: Network;
  readonly arms: readonly string[];
  readonly exposure: Exposure;
  readonly play: Play;
  /** Whether two worlds with the same arms can differ; default true. */
  readonly chance?: boolean;
}
