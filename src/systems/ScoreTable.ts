/** What one system got on one task, or one agent of a team that worked at it. */
export interface ScoreRow {
  readonly system: string;
  readonly task: string;
  /** Seed, epoch or repetition, by name. */
  readonly repetition?: string;
  /** The team that worked at the task: its agents hear one another, so they are one run. */
  readonly team?: string;
  /** Tasks of one cluster may depend on one another. */
  readonly cluster?: string;
  /** A number for each score of the table; undefined where it is missing. */
  readonly values: readonly (number | undefined)[];
}

/** Scores of systems over tasks. */
export interface ScoreTable {
  /** Names of the scores, in the order of the values of each row. */
  readonly scores: readonly string[];
  readonly rows: readonly ScoreRow[];
}
