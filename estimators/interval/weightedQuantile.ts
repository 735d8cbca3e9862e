/** Values with weights, and how far in from the end of them one may read. */
interface Weighted {
  readonly values: Float64Array | readonly number[];
  /** Absent when they are equal, as those of a sample are. */
  readonly weights?: Float64Array | readonly number[] | undefined;
}

/** A quantile and its Monte Carlo standard error if the values are a sample. */
interface Quantile {
  readonly value: number;
  readonly mcse: number;
}

/**
 * The smallest value x such that values up to x have at least the share `p` of all weight. For a sample of equal weights, p is
 * taken of one more value at infinity, so that a new value of the same law is at most x with probability at least p; and
 * the standard error is half the distance between the values one standard error of the rank below and above. With too few
 * values for p the quantile is the largest.
 *
 * @param listed whether the values are the whole distribution.
 */
export function weightedQuantile({ values, weights }: Weighted, p: number, listed: boolean): Quantile {
  if (!listed) {
    // Sorted as plain numbers, without their weights, which are equal: several times as fast.
    const sorted = new Float64Array(values).sort();
    const size = sorted.length;
    const at = (rank: number): number => sorted[Math.min(size, Math.max(1, Math.ceil(rank - 1e-9))) - 1]!;
    const rank = p * (size + 1);
    const error = Math.sqrt(size * p * (1 - p));
    return { value: at(rank), mcse: (at(rank + error) - at(rank - error)) / 2 };
  }
  const order = Array.from(values, (_, k) => k).sort((a, b) => values[a]! - values[b]!);
  const weightOf = (k: number): number => weights?.[k] ?? 1;
  let all = 0;
  for (let k = 0; k < values.length; k++) all += weightOf(k);
  let below = 0;
  for (const k of order) {
    below += weightOf(k);
    // Probabilities of listed assignments add up with rounding.
    if (below >= p * all * (1 - 1e-9)) return { value: values[k]!, mcse: 0 };
  }
  return { value: values[order[order.length - 1]!]!, mcse: 0 };
}
