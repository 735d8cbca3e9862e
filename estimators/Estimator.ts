import type { Law } from "../designs/Design.ts";
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
  /** What each agent desired, when the plan keeps desires; they fit the assignment. */
  readonly desires?: Uint8Array;
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
  /** How many agents of the population the design puts in the first and in the second condition on average: Σ π. */
  readonly expected: readonly [number, number];
  /** What was done with the data: who was left out, what took the place of what. */
  readonly notes: readonly string[];
  /** What makes the result fragile, each with the limit that it passes. */
  readonly warnings: readonly string[];
}

export interface Estimate extends RowHead {
  readonly estimate: number;
  readonly confidence: number;
  readonly variance?: number;
  readonly se?: number;
  readonly ci?: readonly [low: number, high: number];
  /** Which variance formula was used. */
  readonly varianceMethod?: string;
  /** Which interval was used: `wald-normal`, `wald-t` with `degrees` of freedom, `chebyshev`, `calibrated`, `redrawn` or `randomization`. */
  readonly interval?: string;
  readonly degrees?: number;
  /** The re-randomizations behind the interval. */
  readonly redraws?: Redrawn;
  /** Why variance formula and interval are these, where the setting was `auto`. */
  readonly chosen?: { readonly variance?: string; readonly interval?: string };
  /** Why there is no standard error and no interval. */
  readonly withheld?: string;
  /** Monte Carlo standard error of the estimate itself, when probabilities are simulated. */
  readonly mcse?: number;
  /** How many independent, equally weighted observations each condition's agents are worth. */
  readonly effective?: readonly [number, number];
  /** Share of the sum of squared contributions to the estimate that comes from the top 1 % of the agents seen (at least one agent), from 0 to 1. */
  readonly topShare?: number;
}

/** Redraws of the design behind an interval. */
export interface Redrawn {
  /** Assignments that the interval rests on. */
  readonly used: number;
  /** Assignments left out, because no interval would be given in them. */
  readonly leftOut: number;
  /** Whether all assignments of the design were listed, with their probabilities, instead of drawn. */
  readonly listed: boolean;
  /** Monte Carlo standard error of each end of the interval; absent when all were listed. */
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
  /** Why the estimator can say nothing under a law, known before anything is drawn; undefined when it can. Absent where every law will do. */
  refuses?(law: Law): string | undefined;
  estimate(data: Observed, contrast: Contrast): EstimateRow;
}
