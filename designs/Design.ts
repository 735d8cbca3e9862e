import type { Rng } from "../src/core/rng.ts";
import type { Network } from "../src/network/Network.ts";
import type { Structure } from "./Structure.ts";

/** A randomization design: settings only; it holds no data. */
export interface Design {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The probability law of assignments on a network. Throws when the request cannot be honoured exactly. */
  law(network: Network): Law;
}

/** The probability law of the assignment: which arm each agent gets. */
export interface Law {
  readonly n: number;
  /** Names of the arms; an agent's arm is an index into them. */
  readonly arms: readonly string[];
  /** What the probability engine needs to know about the law. */
  readonly structure: Structure;
  /** One assignment: the arm of each agent. */
  draw(rng: Rng): Uint8Array;
  /** P(agent i is in the arm), exact wherever the structure gives it; undefined for a law known only by its sampler. */
  marginal(i: number, arm: number): number | undefined;
  /** Every assignment and its probability, once each. Absent when the law is known only by its sampler; long when n is large. */
  support?(): Iterable<readonly [assignment: Uint8Array, probability: number]>;
}
