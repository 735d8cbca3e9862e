import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";

/** What a variance formula may know before any outcome: the design, and whom the contrast is about. */
export interface VarianceSetting {
  readonly probabilities: ExposureProbabilities;
  /** Index of the first and of the second condition. */
  readonly levels: readonly [number, number];
  /** Agents of the contrast's population, ascending. */
  readonly population: readonly number[];
  /** Whether many data sets of the design will be evaluated, so that its work is worth up to a gigabyte of memory. Default no. */
  readonly manyDataSets?: boolean;
}

/** What was seen of them. */
export interface Seen {
  /** Condition of every agent. */
  readonly condition: Uint8Array;
  /** Outcome of every agent, or its residual; read only for the population's agents in one of the two conditions. */
  readonly value: Float64Array;
}

/** A variance formula after its work on the design: evaluates one data set. May be negative; the caller decides what then. */
export type PreparedVariance = (seen: Seen) => number;

/** A variance formula of a row: of what was seen, and for some formulas of everybody's outcomes. */
export type RowVariance = (seen: Seen, outcome: Float64Array) => number;
