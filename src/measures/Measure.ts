/** What was seen of something that takes one of several values: a column of texts, or numbers put into classes. */
export interface Symbols {
  /** Index into `texts`, by record; read only where `known` is 1. */
  readonly codes: Uint32Array;
  /** The different values. */
  readonly texts: readonly string[];
  /** 1 where there is a value. */
  readonly known: Uint8Array;
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
}

/** An ordinary result: there is no number, and why. */
export interface NotMeasured {
  readonly because: string;
}

/** A measure of one or several variables that were seen together, record by record. */
export interface Measure {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** How many variables it is of. */
  readonly variables: number;
  readonly cite: string;
  /** @throws SpillwayError when there are not as many variables, or not as many records of each. */
  of(...variables: readonly Symbols[]): Measured | NotMeasured;
}
