/** An effect with its variance. */
export interface PolicyEffect {
  readonly estimate: number;
  readonly variance: number;
  /** Degrees of freedom of the variance estimate. */
  readonly degrees: number;
  readonly notes: readonly string[];
}
