import type { Json } from "../core/canonicalJson.ts";
import type { AnswerSettings } from "./answerSettings.ts";

/** What a question is for: what is said of its answers depends on it. */
export type QuestionPurpose = "manipulation-check" | "negative-control" | "other";

/** A question that agents are asked outside their turns: nobody hears the answer, and nobody remembers having been asked. */
export interface Question {
  /** A letter, then letters, digits, `_` and `-`. */
  readonly name: string;
  readonly purpose: QuestionPurpose;
  /** What is asked: a template where the agents fill in templates. */
  readonly prompt: string;
  /** What kind of answer it must have. */
  readonly answer: AnswerSettings;
  /** Rounds after which it is asked, in their order. */
  readonly after: readonly number[];
  /** Share of the agents that are asked, above 0 and up to 1; the same agents after each of the rounds. */
  readonly share: number;
  /** By the name of the arm, what agents answer that cannot answer for themselves: see `answerRule`. */
  readonly answers?: Readonly<Record<string, Json>>;
}

/** A question as it is written down. */
export interface QuestionSettings {
  readonly name: string;
  /** Default other. */
  readonly purpose?: QuestionPurpose | undefined;
  readonly prompt: string;
  readonly answer: AnswerSettings;
  /** A round, several, or `each`. Default the last. */
  readonly after?: number | readonly number[] | "each" | undefined;
  /** Default 1. */
  readonly share?: number | undefined;
  readonly answers?: Readonly<Record<string, Json>> | undefined;
}
