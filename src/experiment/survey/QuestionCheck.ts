import type { AnswerMeasure } from "../../survey/answerMeasures.ts";
import type { QuestionPurpose } from "../../survey/Question.ts";

/** How a question was answered after one round. */
export interface QuestionCheck {
  readonly name: string;
  readonly purpose: QuestionPurpose;
  readonly round: number;
  /** By arm: who was asked, who answered, and which share of the answers that came could be used. */
  readonly arms: readonly {
    readonly arm: string;
    readonly asked: number;
    readonly answered: number;
    readonly valid?: number;
  }[];
  /** The numbers that answers have; none for texts. */
  readonly measures: readonly MeasureCheck[];
}

/** One number of the answers: a mean, or the share of an option. */
export interface MeasureCheck extends AnswerMeasure {
  /** Mean or share by arm, of those who answered; absent where nobody did. */
  readonly arms: readonly { readonly arm: string; readonly n: number; readonly value?: number }[];
  /** Each other arm minus the first. */
  readonly differences: readonly QuestionDifference[];
}

/** A difference of answers between two arms. */
export interface QuestionDifference {
  readonly first: string;
  readonly second: string;
  /** Absent when there is none; `because` says why. */
  readonly estimate?: number;
  readonly se?: number;
  readonly ci?: readonly [low: number, high: number];
  readonly confidence?: number;
  readonly because?: string;
  /** The true difference, where answers follow a rule of the study. */
  readonly truth?: number;
}

/** Answers of a run: all questions together, and what is to be said of them. */
export interface QuestionChecks {
  readonly questions: readonly QuestionCheck[];
  readonly notes: readonly string[];
}
