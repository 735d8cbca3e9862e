import type { LeastSquares, RegressionColumn } from "./leastSquares.ts";

/** The regression of one contrast: its rows are the agents seen in the two conditions. */
export interface ContrastRegression {
  readonly agents: readonly number[];
  readonly columns: readonly RegressionColumn[];
  readonly weights: Float64Array;
  readonly fit: LeastSquares;
  /** The coefficients' combination that is the contrast. */
  readonly combination: readonly number[];
  /** Covariates of everybody, less their mean over the population. */
  readonly covariates: readonly RegressionColumn[];
  readonly interacted: boolean;
}
