import type { Deviation } from "./Deviation.ts";

/** How far an experiment follows its preregistration. */
export interface Adherence {
  /** SHA-256 of the sealed content. */
  readonly hash: string;
  /** Every deviation, one each; empty when all is as sealed. */
  readonly deviations: readonly Deviation[];
  /** Answers to questions, or by estimators, that were not sealed. */
  readonly exploratory: readonly { readonly contrast: string; readonly estimator: string }[];
  /** Sealed questions without an answer, and why. */
  readonly unanswered: readonly { readonly question: string; readonly because: string }[];
  /** What to know that is no deviation. */
  readonly notes: readonly string[];
}
