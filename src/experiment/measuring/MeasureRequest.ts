/** What is to be measured, and against what. */
export interface MeasureRequest {
  /** Kind of the measure. */
  readonly kind: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Columns, in the order of the measure's variables. */
  readonly variables: readonly string[];
  /** Whose columns a transfer is between: the same agent's (`self`, the default), in-neighbours' and an agent's (`edges`), or those of given pairs. */
  readonly pairs?: "self" | "edges" | readonly (readonly [source: string, target: string])[] | undefined;
  /** Where the null comes from. Default `auto`: the study's deliveries or assignments where a variable is of them, else its worlds. */
  readonly null?: "auto" | "none" | "worlds" | "assignments" | "deliveries" | undefined;
  /** Draws of the null. Default 999. */
  readonly draws?: number | undefined;
  /** Seed of the draws. Default 1. */
  readonly seed?: string | undefined;
  /** Column for each of whose values there is a row, beside that for all. */
  readonly by?: string | undefined;
  /** Classes of numbers, for measures of classes. Default: each different number is one. */
  readonly bins?: number | undefined;
}

/** A measure as a row of a table: a number with all that belongs to it, or why there is none. */
export interface MeasureRow {
  readonly measure: string;
  readonly variables: readonly string[];
  /** The value of the column `by`, or the pair, that the row is about. */
  readonly of?: string;
  readonly value?: number;
  readonly unit?: string;
  readonly n?: number;
  readonly missing?: number;
  readonly cells?: number;
  readonly plugIn?: number;
  readonly correction?: string;
  readonly parts?: Readonly<Record<string, number>>;
  /** Where the null comes from, in words. */
  readonly null?: string;
  readonly nullMean?: number;
  /** The value less the mean of its null. */
  readonly effective?: number;
  readonly p?: number;
  /** For several rows together. */
  readonly simultaneous?: number;
  readonly draws?: number;
  /** Why there is no p-value. */
  readonly withheld?: string;
  /** What the number rests on. */
  readonly claim: string;
  readonly notes: readonly string[];
  /** Why there is no number. */
  readonly because?: string;
}
