/** An estimate of a variance, which may be negative, and its interval. */
export interface VarianceEstimate {
  readonly variance: number;
  readonly ci: readonly [number, number];
  /** Degrees of freedom of the quantity. */
  readonly df: number;
  /** Of the hypothesis that the variance is 0, where an F test answers it. */
  readonly p?: number;
}
