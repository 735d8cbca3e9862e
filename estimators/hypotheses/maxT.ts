import { wantArgument } from "../../src/core/wantArgument.ts";
/** Values of several statistics over the same assignments: of statistic j in assignment r at r × statistics + j. */
export interface JointValues {
  readonly statistics: number;
  readonly values: Float64Array;
  /** Probability of each assignment, when all are listed; absent when they are draws. */
  readonly weights?: Float64Array | undefined;
}

/**
 * Adjusted p-values of several statistics: P(max_k |T*_k| ≥ |T_j|) over the listed assignments, or (1 + #)/(1 + R) over draws (Westfall and Young 1993, single step). The chance that any is at most α is at most α when none of
 * the hypotheses is false; no bound over their dependence is needed, since the assignments are the design's own. Ties as in `pValue`.
 * Cost: O(assignments × statistics).
 */
export function maxT(observed: readonly number[], given: JointValues): number[] {
  wantArgument("maxT", "redraws", given, { fields: ["statistics", "values"] });
  const { statistics, values, weights } = given;
  const count = statistics === 0 ? 0 : values.length / statistics;
  const largest = largestOf({ statistics, values });
  let scale = 0;
  for (const value of observed) scale = Math.max(scale, Math.abs(value));
  for (const value of largest) scale = Math.max(scale, value);
  return observed.map((value) => {
    const limit = Math.abs(value) - 1e-12 * scale;
    let reached = 0;
    let total = 0;
    for (let r = 0; r < count; r++) {
      const weight = weights?.[r] ?? 1;
      total += weight;
      if (largest[r]! >= limit) reached += weight;
    }
    return weights ? Math.min(1, reached / total) : (1 + reached) / (1 + total);
  });
}

/** The largest |T*| of each assignment. */
export function largestOf({ statistics, values }: JointValues): Float64Array {
  const largest = new Float64Array(statistics === 0 ? 0 : values.length / statistics);
  for (let r = 0; r < largest.length; r++)
    for (let j = 0; j < statistics; j++)
      largest[r] = Math.max(largest[r]!, Math.abs(values[r * statistics + j]!));
  return largest;
}
