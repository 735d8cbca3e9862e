import type { ExposureProbabilities } from "../src/probability/PairProbabilities.ts";

/** A difference of mean outcomes: in the first condition minus in the second. */
export interface Contrast {
  readonly name: string;
  readonly first: string;
  readonly second: string;
}

/** The data of one world, ready for an estimator. */
export interface Observed {
  readonly probabilities: ExposureProbabilities;
  /** Condition of each agent. */
  readonly condition: Uint8Array;
  /** Outcome of each agent; 0 where `observed` is 0, and then never read. */
  readonly outcome: Float64Array;
  /** 1 where the outcome was observed. */
  readonly observed: Uint8Array;
  /** Confidence of intervals, between 0 and 1. */
  readonly confidence: number;
}

/** What is said of a contrast whether or not there is an estimate. */
export interface RowHead {
  readonly contrast: string;
  readonly first: string;
  readonly second: string;
  readonly estimator: string;
  /** Observed agents of the population in the first and in the second condition. */
  readonly n: readonly [number, number];
  /** Number of agents that the contrast is about: those that can be in both conditions and whose outcome was observed. */
  readonly population: number;
  /** Ids of the agents that it is not about. */
  readonly excluded: readonly string[];
  /** True for an estimator that ignores the design; it is shown for comparison. */
  readonly naive: boolean;
  readonly notes: readonly string[];
}

export interface Estimate extends RowHead {
  readonly estimate: number;
  readonly confidence: number;
  readonly variance?: number;
  readonly se?: number;
  readonly ci?: readonly [low: number, high: number];
  /** Which variance formula was used. */
  readonly varianceMethod?: string;
  /** Which interval was used: `wald-normal`, or `wald-t` with `degrees` of freedom. */
  readonly interval?: string;
  readonly degrees?: number;
  /** Why there is no standard error and no interval. */
  readonly withheld?: string;
  /** Monte Carlo standard error of the estimate itself, when probabilities are simulated. */
  readonly mcse?: number;
}

/** An ordinary result: nothing can be said, and why. */
export interface NoEstimate extends RowHead {
  readonly because: string;
}

export type EstimateRow = Estimate | NoEstimate;

export interface Estimator {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What must hold for the estimate to mean what it says, in plain sentences. */
  readonly assumes: readonly string[];
  readonly cite: string;
  /** True when the estimator ignores the design. */
  readonly naive: boolean;
  estimate(data: Observed, contrast: Contrast): EstimateRow;
}
