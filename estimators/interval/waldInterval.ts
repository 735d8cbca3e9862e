import { studentTQuantile } from "../../src/core/numbers/studentT.ts";

/** An interval and how it was made. */
export interface Interval {
  readonly ci: readonly [low: number, high: number];
  /** `wald-normal` or `wald-t`. */
  readonly interval: string;
  /** Degrees of freedom of `wald-t`. */
  readonly degrees?: number;
}

/** estimate ± t × √variance, with Student's t for finite degrees of freedom and the normal law for Infinity. */
export function waldInterval(estimate: number, variance: number, df: number, confidence: number): Interval {
  // Outcomes too large to be squared leave neither: the row's gate then withholds what is no number, with the reason.
  if (Number.isNaN(df) || !Number.isFinite(variance))
    return { ci: [Number.NaN, Number.NaN], interval: "wald-t", degrees: Number.NaN };
  const half = studentTQuantile(0.5 + confidence / 2, df) * Math.sqrt(variance);
  const ci = [estimate - half, estimate + half] as const;
  return df === Number.POSITIVE_INFINITY
    ? { ci, interval: "wald-normal" }
    : { ci, interval: "wald-t", degrees: df };
}
