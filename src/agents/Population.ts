import type { Rng } from "../core/rng.ts";
import type { Network } from "../network/Network.ts";
import type { Agent } from "./Agent.ts";

/** A recipe for the agents of a study: settings only. */
export interface Population {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** True when the agents are simulated, cost nothing and their true effects can be computed by replay. */
  readonly synthetic: boolean;
  /** Rounds below which these agents cannot do what they are for; default 1. */
  readonly leastRounds?: number;
  /** The agent of each number 0 … n − 1. Traits that differ between agents are drawn here, from `rng.fork(id)`, once for all worlds. */
  create(setting: PopulationSetting): (i: number) => Agent;
}

export interface PopulationSetting {
  readonly network: Network;
  /** Names of the arms. */
  readonly arms: readonly string[];
  readonly rng: Rng;
  /** The exposure of the study as a function of what an agent can hear; given by the study. */
  readonly conditionOf?: ConditionOf;
}

/** Condition of an agent from its own arm and the numbers of its in-neighbours in the focal arm and in all. */
export interface ConditionOf {
  readonly conditions: readonly string[];
  /** Name of the arm that is counted among in-neighbours. */
  readonly focal: string;
  of(arm: string, treated: number, degree: number): string;
}
