import type { Rng } from "../src/core/rng.ts";
import type { Network } from "../src/network/Network.ts";
import type { Acceptance } from "./law/Acceptance.ts";
import type { ConflictScheme } from "./law/conflictScheme.ts";
import type { TwoStageScheme } from "./law/twoStageScheme.ts";
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
  /**
   * What was drawn beneath the assignment, one number per agent, where estimation needs it: what {@link draw} draws from the
   * same stream. It is kept in the plan. Absent where the assignment says everything.
   */
  desires?(rng: Rng): Uint8Array;
  /** Why the law cannot have drawn an assignment, in words; for laws known by their sampler. `ids` are for the message. */
  refuses?(assignment: Uint8Array, ids: readonly string[]): string | undefined;
  /** How much of what is drawn is kept, for a design that draws again until an assignment is good enough; it is kept in the plan. Cost, unless assignments are listed: up to 10,000 tries. */
  acceptance?(): Acceptance;
  /** The scheme that desires are drawn by: what the estimator of conflict graph designs needs. Present where {@link desires} is. */
  readonly conflict?: ConflictScheme;
  /**
   * Numbers of the agents that the design was made to study, ascending; the others only serve them, and contrasts leave
   * them out. Absent when the design studies everybody.
   */
  readonly studied?: Uint32Array;
  /**
   * Numbers of the agents that nobody could ever treat themselves, ascending: outcome units of two sides. "All treated" means all others.
   * An agent that the design merely leaves in one arm is not among them. Absent when there are none.
   */
  readonly untreatable?: Uint32Array;
  /** Groups of agents that the design treats by shares of their own, where the structure does not say so: what is treated in each is tested. For laws of two arms. */
  readonly groups?: readonly LawGroup[];
  /** The groups, their saturations and their sizes, for a design that draws saturations of groups first. */
  readonly twoStage?: TwoStageScheme & { readonly within: "complete" | "bernoulli" };
  /** What a person should know of the design on this network before using it, in sentences without a full stop. */
  readonly notes?: readonly string[];
  /** P(agent i is in the arm), exact wherever the structure gives it; undefined for a law known only by its sampler. */
  marginal(i: number, arm: number): number | undefined;
  /** Every assignment and its probability, once each. Absent when the law is known only by its sampler; long when n is large. */
  support?(): Iterable<readonly [assignment: Uint8Array, probability: number]>;
}

/** A group of agents, and the law of how many of them are treated. */
export interface LawGroup {
  readonly name: string;
  readonly agents: readonly number[];
  /** P(k agents of the group are in the second arm) at index k. */
  chances(): Float64Array;
}
