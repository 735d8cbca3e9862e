import type { Law } from "../designs/Design.ts";
import type { Network } from "../src/network/Network.ts";

import type { Claim } from "./Claim.ts";
import type { WeightedMeans } from "./contrast/WeightedMeans.ts";
import type { ExperimentData, Observed } from "./ExperimentData.ts";
import type { Contrast, FurtherInquiry, Inquiry, InquiryKind } from "./Inquiry.ts";

/** What every row contains, whatever was asked and whether or not there is an answer. */
export interface AnswerHead {
  /** Name of the contrast or other inquiry. */
  readonly contrast: string;
  readonly estimator: string;
  /** What the number rests on. */
  readonly claim: Claim;
  /** What is estimated, in words. */
  readonly estimand: string;
  /** Number of agents that the row is about: of a contrast, those that can be in both conditions and whose outcome was observed. */
  readonly population: number;
  /** Ids of the agents that it is not about. */
  readonly excluded: readonly string[];
  /** True for an estimator that ignores the design; it is shown for comparison. */
  readonly naive: boolean;
  /** What was done with the data: who was left out, what took the place of what. */
  readonly notes: readonly string[];
  /** What makes the result fragile, each with the limit that it passes. */
  readonly warnings: readonly string[];
}

/** What every row of a contrast contains beside. */
export interface RowHead extends AnswerHead {
  readonly first: string;
  readonly second: string;
  /** Observed agents of the population in the first and in the second condition. */
  readonly n: readonly [number, number];
  /** How many agents of the population the design puts in the first and in the second condition on average: Σ π. */
  readonly expected: readonly [number, number];
}

/** A number with its error, and how both were made. */
export interface Figures {
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
  /** p-value of all signs of the estimates of single runs, where errors are by runs; the smallest that so many allow; and whether all signs were counted. */
  readonly signs?: {
    readonly p: number;
    readonly least: number;
    readonly listed: boolean;
    readonly runs: number;
  };
  /** Why there is no standard error and no interval. */
  readonly withheld?: string;
  /** Monte Carlo standard error of the estimate itself, when probabilities are simulated. */
  readonly mcse?: number;
}

/** The estimate of a contrast. */
export interface Estimate extends RowHead, Figures {
  /** How many independent, equally weighted observations each condition's agents are worth. */
  readonly effective?: readonly [number, number];
  /**
   * What share of the population the weights 1/π of each condition add up to: 1 on average over assignments. Far from 1, the agents seen
   * stand for another part of the population, or for too much of it.
   */
  readonly represented?: readonly [number, number];
  /** Share of the sum of squared contributions to the estimate that comes from the top 1 % of the agents seen (at least one agent), from 0 to 1. */
  readonly topShare?: number;
  /** An interval that holds together with those of all other contrasts and outcomes that were asked, where that was wanted. */
  readonly simultaneous?: readonly [low: number, high: number];
  /** p-value of no effect of anything, adjusted for all contrasts and outcomes that were asked (max-t), where that was wanted. */
  readonly adjusted?: number;
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

/** The estimate of an inquiry that is no contrast. */
export interface FurtherEstimate extends AnswerHead, Figures {
  readonly kind: Exclude<FurtherInquiry["kind"], "test">;
  /** Observed agents in each group that is compared, by the group's name. */
  readonly groups?: Readonly<Record<string, number>>;
  /** Of the question which group has the largest effect: every group, the largest estimate first. */
  readonly subgroups?: readonly Subgroup[];
}

/** The effect in one group, and whether it may be the largest of all. */
export interface Subgroup {
  readonly name: string;
  /** Observed agents of its population, and those of them in the first and in the second condition. */
  readonly population: number;
  readonly n: readonly [number, number];
  readonly estimate: number;
  readonly se: number;
  /** An interval that holds together with those of all groups. */
  readonly simultaneous: readonly [low: number, high: number];
  /** Interval of its effect less the largest effect of the other groups, together with those of all groups (Hsu 1984). */
  readonly lead: readonly [low: number, high: number];
  /** Whether it is one of the groups among which the one with the largest effect is, with the confidence of the row. */
  readonly selected: boolean;
}

/** The result of a test of a hypothesis. */
export interface TestResult extends AnswerHead {
  readonly kind: "test";
  readonly statistic: number;
  /** Share of assignments whose statistic is at least as extreme, the one drawn among them: from above 0 to 1. */
  readonly p: number;
  /** Assignments that it was compared with. */
  readonly assignments: number;
  /** Whether these were all assignments of the design, with their probabilities, instead of drawn. */
  readonly listed: boolean;
  /** Monte Carlo standard error of p, when assignments were drawn. */
  readonly mcse?: number;
  /** Constant effects that the test does not reject at 1 − confidence: the smallest interval that holds them all. Where the hypothesis has such effects. */
  readonly ci?: readonly [low: number, high: number];
  readonly confidence?: number;
  /** p adjusted for the number of tests that were asked, where that was wanted. */
  readonly adjusted?: number;
}

/** An ordinary result: a further inquiry has no answer, and why. */
export interface NoAnswer extends AnswerHead {
  readonly kind: FurtherInquiry["kind"];
  readonly because: string;
}

/** A row of the one table of all answers. Rows of contrasts have no `kind`. */
export type AnswerRow = EstimateRow | FurtherEstimate | TestResult | NoAnswer;

/** An ordinary result: nothing can be said, and why. */
export interface NoEstimate extends RowHead {
  readonly because: string;
}

export type EstimateRow = Estimate | NoEstimate;

/** What an estimator reads beside arms and outcomes of the last round. */
export interface DataNeeds {
  /** Names of numbers that were known of agents before the assignment. */
  readonly covariates?: readonly string[];
  /** Numbers of rounds whose outcomes are read; `all` for all. */
  readonly rounds?: readonly number[] | "all";
}

/**
 * What can be expected of an answer before there are outcomes: a standard error in standard deviations of the outcomes, and `level` times their mean
 * less the baseline where a constant matters, together √(se² sd² + level² mean²); or why nothing can.
 */
export type Expected = { readonly se: number; readonly level?: number } | { readonly because: string };

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
  /** What it reads beside arms and outcomes. Absent: nothing. */
  readonly needs?: DataNeeds;
  /** How it weights, for estimators that are contrasts of weighted means: what simultaneous intervals need. */
  readonly means?: WeightedMeans;
  /** The standard error to be expected of its answer to an inquiry that is no contrast, in one world. Absent where there is no such figure. */
  predicts?(network: Network, law: Law, inquiry: FurtherInquiry): Expected | undefined;
  /** The claim of its numbers, under a design that is known. */
  readonly claim: Claim;
  /** The estimate of a contrast in one world; several worlds are averaged. */
  estimate(data: Observed, contrast: Contrast): EstimateRow;
  /** Kinds of inquiry that {@link answer} takes. Absent: contrasts alone. */
  readonly answers?: readonly InquiryKind[];
  /** Hypotheses that it tests, where it answers tests. Absent: any. */
  readonly nulls?: readonly string[];
  /** The answer to an inquiry from all worlds together, with their rounds, clusters and covariates. Absent where `estimate` is enough. */
  answer?(data: ExperimentData, inquiry: Inquiry): AnswerRow;
}
