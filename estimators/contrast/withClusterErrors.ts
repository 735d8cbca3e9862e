import type { Estimate } from "../Estimator.ts";
import type { Grouping } from "../ExperimentData.ts";
import { waldInterval } from "../interval/waldInterval.ts";
import { clusteredVariance } from "./clusteredVariance.ts";

/** Fewer clusters than this make a clustered standard error too small too often. */
const FEW = 20;

interface Clustered {
  /** What each agent adds to the estimate; see {@link clusteredVariance}. */
  readonly contributions: Float64Array;
  readonly errorClusters: Grouping;
  /** The agents seen in the first condition, and in the second. */
  readonly seen: readonly [readonly number[], readonly number[]];
  /** The row with the design's own errors, where the design ties agents of different clusters. */
  readonly design?: Estimate;
}

/**
 * A row whose standard error counts clusters, not agents, as independent, with Student's t of the number of clusters − 1. Where the design itself ties agents
 * of different clusters, the larger of this error and the design's own is taken. There is none where a condition has agents in one cluster alone: nothing then says how much
 * its clusters differ, and the residuals of one cluster add up to 0.
 */
export function withClusterErrors(
  found: Estimate,
  { contributions, errorClusters, seen, design }: Clustered,
): Estimate {
  const { variance, clusters } = clusteredVariance(contributions, errorClusters, seen.flat());
  if (clusters < 2)
    return {
      ...found,
      withheld: "a standard error by clusters needs two clusters, and all agents seen are in one",
    };
  const apart = seen.map((agents) => new Set(agents.map((i) => errorClusters.of[i]!)).size);
  if (apart.some((count) => count < 2))
    return {
      ...found,
      withheld: `a standard error by clusters needs two clusters with agents in each condition, got ${apart[0]} and ${apart[1]}`,
    };
  const notes = [...found.notes, `standard error by ${clusters} clusters, which count as independent`];
  const warnings =
    clusters < FEW
      ? [
          ...found.warnings,
          `the standard error rests on ${clusters} clusters, fewer than ${FEW}: it is too small more often than its interval says`,
        ]
      : found.warnings;
  if (design !== undefined) {
    const across =
      "the design ties agents of different clusters: the larger of the clustered and the design's own error is given";
    if (design.variance === undefined || design.variance > variance)
      return { ...design, notes: [...design.notes, across], warnings };
    notes.push(across);
  }
  return {
    ...found,
    variance,
    se: Math.sqrt(variance),
    varianceMethod: "cluster-linearised",
    ...waldInterval(found.estimate, variance, clusters - 1, found.confidence),
    notes,
    warnings,
  };
}
