/** Ratio of neighbouring bins. */
const STEP = Math.log(1.05);

/** How long calls took. */
export interface DurationSummary {
  readonly calls: number;
  /** In milliseconds. The quantiles are right to 2.5 %. */
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
}

/** Collects durations in bins of 5 %: memory does not grow with their number. */
export interface Durations {
  take(ms: number): void;
  summary(): DurationSummary;
}

/** No durations yet. */
export function durations(): Durations {
  const bins = new Map<number, number>();
  let calls = 0;
  let total = 0;
  const quantile = (share: number): number => {
    let below = 0;
    for (const [bin, count] of [...bins].sort(([a], [b]) => a - b)) {
      below += count;
      if (below >= share * calls) return bin === Number.NEGATIVE_INFINITY ? 0 : digits(Math.exp(bin * STEP));
    }
    return 0;
  };
  return {
    take(ms) {
      const bin = ms > 0 ? Math.round(Math.log(ms) / STEP) : Number.NEGATIVE_INFINITY;
      bins.set(bin, (bins.get(bin) ?? 0) + 1);
      calls++;
      total += ms;
    },
    summary: () => ({
      calls,
      mean: calls === 0 ? 0 : digits(total / calls),
      median: quantile(0.5),
      p95: quantile(0.95),
    }),
  };
}

const digits = (value: number): number => Number(value.toPrecision(3));
