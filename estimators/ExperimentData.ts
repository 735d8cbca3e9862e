import type { ExposureProbabilities } from "../src/probability/PairProbabilities.ts";

/** The data of one world, ready for an estimator. */
export interface Observed {
  /** Clusters within which outcomes may depend on one another for any reason: standard errors are then made of cluster totals. */
  readonly errorClusters?: Grouping;
  readonly probabilities: ExposureProbabilities;
  /** Condition of each agent. */
  readonly condition: Uint8Array;
  /** Outcome of each agent; 0 where `observed` is 0, and then never read. */
  readonly outcome: Float64Array;
  /** 1 where the outcome was observed. */
  readonly observed: Uint8Array;
  /** What each agent desired, when the plan keeps desires; they fit the assignment. */
  readonly desires?: Uint8Array;
  /** Confidence of intervals, between 0 and 1. */
  readonly confidence: number;
  /** Independent worlds whose estimates are averaged; absent for this one alone. Only what may be said before outcomes depends on it. */
  readonly worlds?: number;
  /** All rounds, ascending, where several were kept. */
  readonly rounds?: readonly RoundData[];
  /** Numbers known of agents before the assignment, by name. */
  readonly covariates?: ReadonlyMap<string, Measurements>;
  /**
   * Whether many data sets of this design will be evaluated, as a simulation does: variance formulas then keep their work on the
   * design also where it takes up to a gigabyte of memory. Numbers stay the same but for rounding. Default no.
   */
  readonly manyDataSets?: boolean;
}

/** One number per agent, in the order of the network. */
export interface Measurements {
  /** 0 where `observed` is 0, and then never read. */
  readonly values: Float64Array;
  /** 1 where the number is known. */
  readonly observed: Uint8Array;
}

/** Which of several groups (clusters, rooms, runs) each agent belongs to. */
export interface Grouping {
  readonly names: readonly string[];
  /** Index into `names`, by agent. */
  readonly of: Uint32Array;
}

/** Name of the outcome in question among those of a round. */
export const OUTCOME = "outcome";

/** What happened in one round of a world. */
export interface RoundData {
  /** Number of the round, from 1. */
  readonly round: number;
  /** Arm of each agent in this round, as an index into the arms of the design. */
  readonly arms: Uint8Array;
  /** Condition of each agent in this round. */
  readonly condition: Uint8Array;
  /** Outcomes of this round, by name. */
  readonly outcomes: ReadonlyMap<string, Measurements>;
}

/** What is known of a world beside the outcome of its last round. */
export interface WorldContext {
  /** All rounds, ascending, where several were kept. */
  readonly rounds?: readonly RoundData[];
  /** Outcomes of the last round by name, where there are several; the one in question stands apart. */
  readonly outcomes?: ReadonlyMap<string, Measurements>;
  /** Groups within which outcomes may depend on one another for other reasons than influence. */
  readonly clusters?: Grouping;
  /** Numbers known of agents before the assignment, by name. */
  readonly covariates?: ReadonlyMap<string, Measurements>;
}

/** The data of one world: the outcome in question, in its last round, and the context. */
export interface WorldData extends Observed, WorldContext {
  /** Arm of each agent, as an index into the arms of the design. */
  readonly arms: Uint8Array;
}

/** The data of an experiment: worlds are independent, each with an assignment of its own. */
export interface ExperimentData {
  readonly probabilities: ExposureProbabilities;
  readonly worlds: readonly WorldData[];
  /** Confidence of intervals, between 0 and 1. */
  readonly confidence: number;
}
