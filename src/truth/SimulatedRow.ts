/** What one simulated experiment said about one contrast with one estimator, beside the truth of that experiment. */
export interface SimulatedRow {
  /** Absent when nothing could be said. */
  readonly estimate?: number;
  readonly se?: number;
  /** Ends of the interval; absent when there is no estimate, or its interval is withheld. */
  readonly low?: number;
  readonly high?: number;
  /** Of a test, the share of assignments as extreme; `estimate` is then its statistic. */
  readonly p?: number;
  /** The true value; absent when the contrast is about nobody. */
  readonly truth?: number;
  /** Observed agents of the population in the first and in the second condition; 0 where what was asked is no contrast. */
  readonly first: number;
  readonly second: number;
}

/** A simulated experiment: a row for each contrast and estimator, in the order of the study. */
export interface SimulatedExperiment {
  /** Number of the simulation, from 0: its chance depends on this number and the study's seed alone. */
  readonly number: number;
  readonly rows: readonly SimulatedRow[];
  /** Where the study plans looks, for each hypothesis that they test: at which look it was rejected. */
  readonly looks?: readonly SimulatedLooks[];
}

/** At which planned look one simulated experiment was stopped, from 1; 0 where no look rejected. */
export interface SimulatedLooks {
  readonly stopped: number;
  /** The same had nothing any effect: outcomes as they came about, and an assignment drawn anew. */
  readonly without: number;
}
