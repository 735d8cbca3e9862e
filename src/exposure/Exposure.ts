import type { Network } from "../network/Network.ts";

/**
 * What an assignment means for an agent: it puts every agent into exactly one of its conditions, as a function of the
 * assignment alone.
 */
export interface Exposure {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Names of the conditions; an agent's condition is an index into them. At most 256. */
  readonly conditions: readonly string[];
  /** The condition of every agent, given the arm of every agent. */
  of(network: Network, arms: Uint8Array): Uint8Array;
  /** The condition as a function of few numbers; makes exact probabilities possible. Absent for mappings without such a form. */
  readonly local?: LocalRule;
  /** The network whose in-neighbours count, when it is not the given one (two hops instead of one). */
  neighborhood?(network: Network): Network;
}

/** A condition as a function of an agent's own arm and of the number of its in-neighbours in one arm, the focal arm. */
export interface LocalRule {
  /** The arm that is counted among in-neighbours. */
  readonly focal: number;
  /** Index of the condition for own arm `own`, `treated` of `degree` in-neighbours in the focal arm. */
  condition(own: number, treated: number, degree: number): number;
}
