import type { Design, Law } from "../../designs/Design.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";
import type { ExposureProbabilities } from "./PairProbabilities.ts";

export interface ProbabilityOptions {
  /** The law of the design on this network, when it is at hand already. */
  readonly law?: Law;
  /** Number of simulated assignments where exactness is impossible. Default 10,000. */
  readonly draws?: number;
  /** Seed of the simulation, where exactness is impossible. Default 1. */
  readonly seed?: string | number;
}

export declare function exposureProbabilities(network: Network, design: Design, exposure: Exposure, options?: ProbabilityOptions): ExposureProbabilities;
