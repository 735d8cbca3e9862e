/** Sums of one condition: Σ Y/π and Σ 1/π over the agents seen in it. */
export interface WeightedSums {
  readonly outcome: number;
  readonly weight: number;
}

/** How an estimator by inverse probabilities makes its means: everything else is the same for all of them. */
export interface WeightedMeans {
  readonly name: string;
  /** What Σ Y/π is divided by to be the mean outcome of a condition. */
  total(sums: WeightedSums, population: number): number;
  /** Whether the variance is that of residuals Y − mean instead of outcomes. */
  readonly centred: boolean;
  /** Whether a condition without agents counts as 0 instead of giving no estimate. */
  readonly emptyIsZero: boolean;
}
