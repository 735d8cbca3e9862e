import { present } from "../../core/present.ts";

/** What others found. A number stands here only where somebody read or recomputed it; of other papers the place is named and no number. */
export interface Published {
  /** The paper. */
  readonly source: string;
  /** Absent where the paper's number was not checked. */
  readonly found?: {
    /** A number, or words where it is no number. */
    readonly value: number | string;
    /** Where it was read or what it was recomputed from. */
    readonly read: string;
  };
}

/** One quantity of a benchmark: ours, what is known, what others found. */
export interface BenchmarkRow {
  readonly quantity: string;
  /** Units of the error: worlds, or groups. */
  readonly n: number;
  readonly estimate?: number;
  /** Absent where there is one unit, or all are equal. */
  readonly se?: number;
  /** What synthetic agents do in expectation. */
  readonly exact?: number;
  readonly published?: Published;
}

type Known = Pick<BenchmarkRow, "exact" | "published">;

/** The mean over units that were drawn apart, such as worlds. Units without a value are left out and lower `n`. */
export function meanRow(
  quantity: string,
  values: readonly (number | undefined)[],
  known: Known = {},
): BenchmarkRow {
  const { n, mean, variance } = summary(values);
  return { quantity, n, ...present({ estimate: mean }), ...errorOf(variance, n), ...known };
}

/** The difference of the means of two sets of units that were drawn apart. */
export function differenceRow(
  quantity: string,
  first: readonly (number | undefined)[],
  second: readonly (number | undefined)[],
  known: Known = {},
): BenchmarkRow {
  const [a, b] = [summary(first), summary(second)];
  const n = a.n + b.n;
  if (a.mean === undefined || b.mean === undefined) return { quantity, n, ...known };
  const variance =
    a.variance === undefined || b.variance === undefined ? undefined : a.variance / a.n + b.variance / b.n;
  return {
    ...{ quantity, n, estimate: a.mean - b.mean },
    ...(variance !== undefined && variance > 0 ? { se: Math.sqrt(variance) } : {}),
    ...known,
  };
}

/** The mean over worlds that were played twice with the same draws. */
export function pairedRow(
  quantity: string,
  first: readonly (number | undefined)[],
  second: readonly (number | undefined)[],
  known: Known = {},
): BenchmarkRow {
  const differences = first.map((value, k) => {
    const other = second[k];
    return value === undefined || other === undefined ? undefined : value - other;
  });
  return meanRow(quantity, differences, known);
}

function errorOf(variance: number | undefined, n: number): { readonly se?: number } {
  return variance === undefined || variance === 0 ? {} : { se: Math.sqrt(variance / n) };
}

function summary(values: readonly (number | undefined)[]): {
  readonly n: number;
  readonly mean?: number;
  readonly variance?: number;
} {
  const known = values.filter((value) => value !== undefined);
  const n = known.length;
  if (n === 0) return { n };
  const mean = known.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { n, mean };
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  // Values that are equal but for rounding have no spread.
  const spread = squares < 1e-18 * n * (1 + mean * mean) ? 0 : squares / (n - 1);
  return { n, mean, variance: spread };
}
