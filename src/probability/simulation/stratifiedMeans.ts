/** Means of several numbers at once over a stratified sample, with their Monte Carlo errors. */
interface StratifiedMeans {
  /** Takes the numbers of the next sampled item: first those of the first stratum, and so on. */
  add(values: Float64Array): void;
  /** Σ_s W_s × mean within stratum s, complete when all were added. */
  readonly means: Float64Array;
  /** √(Σ_s W_s² v_s / samples), v_s the variance of a number within stratum s. Exactly 0 for numbers that are always the same. */
  errors(): Float64Array;
}

/**
 * @param strata chance W_s of each stratum; they sum to 1
 * @param samples how many items are sampled from each stratum, at least 2
 * @param size how many numbers each item has. Cost: O(size) memory, and time for each item.
 */
export function stratifiedMeans(strata: Float64Array, samples: number, size: number): StratifiedMeans {
  const means = new Float64Array(size);
  const variances = new Float64Array(size);
  const first = new Float64Array(size);
  const shift = new Float64Array(size);
  const squares = new Float64Array(size);
  let count = 0;
  return {
    means,
    add(values) {
      const chance = strata[Math.floor(count / samples)]!;
      const place = count++ % samples;
      if (place === 0) {
        first.set(values);
        shift.fill(0);
        squares.fill(0);
      }
      const last = place === samples - 1;
      for (let k = 0; k < size; k++) {
        const value = values[k]!;
        means[k]! += (chance / samples) * value;
        // Relative to the first value, so that equal values have exactly no error.
        const step = value - first[k]!;
        shift[k]! += step;
        squares[k]! += step * step;
        if (!last) continue;
        const within = Math.max(0, squares[k]! - shift[k]! ** 2 / samples) / (samples - 1);
        variances[k]! += (chance ** 2 * within) / samples;
      }
    },
    errors: () => variances.map(Math.sqrt),
  };
}
