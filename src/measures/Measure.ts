import type { Claim } from "../../estimators/Claim.ts";

/** What was seen of something that takes one of several values: a column of texts, or numbers put into classes. */
export interface Symbols {
  /** Index into `texts`, by record; read only where `known` is 1. */
  readonly codes: Uint32Array;
  /** The different values. */
  readonly texts: readonly string[];
  /** 1 where there is a value. */
  readonly known: Uint8Array;
  /** The numbers themselves, by record, where they are numbers: what measures of continuous variables read. */
  readonly values?: Float64Array;
  /**
   * Where each run begins among the records, ascending from 0, and the number of records at the end. Records of a run stand together, in
   * the order of time, and no history goes beyond its run. Absent: all records are one run.
   */
  readonly runs?: Uint32Array;
}

/** A number with its unit, and how many records it rests on. */
export interface Measured {
  readonly value: number;
  readonly unit: string;
  /** Records that were used. */
  readonly n: number;
  /** Records left out, because a value was missing. */
  readonly missing: number;
  /** What was corrected or assumed, in sentences. */
  readonly notes: readonly string[];
  /** How many cells the joint table of the variables has: the product of the numbers of different values seen. */
  readonly cells?: number;
  /** The same number without correction for bias. */
  readonly plugIn?: number;
  /** How bias was corrected, in words. */
  readonly correction?: string;
  /** Further numbers in the same unit, by name. */
  readonly parts?: Readonly<Record<string, number>>;
}

/** An ordinary result: there is no number, and why. */
export interface NotMeasured {
  readonly because: string;
}

/** The value of a measure at each record: its mean over the records that have one is the plug-in value. */
export interface LocalValues {
  readonly values: Float64Array;
  /** 1 where there is a value. */
  readonly known: Uint8Array;
  readonly unit: string;
}

/** Probabilities of the joint values of several variables, where they are known and not estimated. */
export interface Distribution {
  /** The value of each variable, by outcome. */
  readonly outcomes: readonly (readonly (string | number)[])[];
  /** Probability of each outcome, from 0; their sum is 1. */
  readonly probabilities: readonly number[];
}

/** A measure of one or several variables that were seen together, record by record. */
export interface Measure {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** How many variables it is of. */
  readonly variables: number;
  readonly cite: string;
  /** What each variable is to it, by their order. Default: they are all alike. */
  readonly roles?: readonly string[];
  /** Whether it reads histories, so that records must be series. Default false. */
  readonly series?: true;
  /** What the number is without a randomization. Default `association`. */
  readonly claim?: Claim;
  /** Why there is no p-value, where no randomization can give one. */
  readonly noNull?: string;
  /** @throws SpillwayError when there are not as many variables, or not as many records of each. */
  of(...variables: readonly Symbols[]): Measured | NotMeasured;
  /** Its value at each record, without correction. @throws SpillwayError as `of`. */
  local?(...variables: readonly Symbols[]): LocalValues | NotMeasured;
  /** The same quantity of a distribution that is known. @throws SpillwayError for what is none, and for another number of variables. */
  exactly?(distribution: Distribution): number;
}
