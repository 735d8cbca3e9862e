import type { WeightedMeans } from "../contrast/WeightedMeans.ts";
import type { Observed } from "../ExperimentData.ts";
import type { PreparedVariance, RowVariance, Seen, VarianceSetting } from "../variance/PreparedVariance.ts";
import type { RedrawOptions } from "./redraws.ts";
import type { Welch } from "./welch.ts";

/** An estimate with its variance, and how to compute both again on other data: what an interval is made from. */
export interface EstimationResult {
  readonly setting: VarianceSetting;
  readonly means: Pick<WeightedMeans, "total" | "centred">;
  readonly data: Pick<Observed, "condition" | "outcome">;
  readonly estimate: number;
  readonly variance: number;
  readonly confidence: number;
  /** Number of the population's agents seen in the two conditions, but no more than the design blocks (clusters) of the population. */
  readonly observations: number;
  /** The variance corrected for few observations, with its degrees of freedom; made when asked for. */
  spread(): Welch;
  /** Their effective sizes. */
  readonly effective: readonly [number, number];
  /** The variance formula of the row, and the bound that takes its place where it comes out negative. */
  readonly formula: RowVariance;
  readonly bound: PreparedVariance;
  readonly draws: RedrawOptions;
}

/** The variance by the recipe of the row, never negative. */
export function shownVariance(
  { formula, bound }: Pick<EstimationResult, "formula" | "bound">,
  seen: Seen,
  outcome: Float64Array,
): number {
  const variance = formula(seen, outcome);
  return variance < 0 ? bound(seen) : variance;
}
