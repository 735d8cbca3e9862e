import { shareError } from "../../src/core/numbers/shareError.ts";

/** Values of several statistics: of statistic m under assignment r at r × statistics + m. */
interface StatisticValues {
  readonly observed: Float64Array;
  readonly values: Float64Array;
  /** Probability of each assignment, when all are listed, the one at hand among them; absent for draws beside it. */
  readonly weights?: Float64Array | undefined;
}

/** Standardized values this close count as equal. */
const TIE = 1e-9;

export interface MaxP {
  readonly p: number;
  /** The smallest p that any of these assignments would have. */
  readonly least: number;
  readonly statistic: number;
  readonly mcse?: number;
}

/**
 * The p-value of the largest |T_m − mean|/sd over some statistics, mean and sd over all the assignments together with the one at hand, which is treated like the others: so P(p ≤ α) ≤ α, and statistics of
 * different spread weigh the same. A statistic that does not vary is left out; without any, p is 1.
 */
export function standardizedMax(
  { observed, values, weights }: StatisticValues,
  chosen: readonly number[],
): MaxP {
  const size = observed.length;
  const count = values.length / size;
  const scaled = chosen.flatMap((m) => {
    let [total, mean, largest] = [weights ? 0 : 1, weights ? 0 : observed[m]!, 0];
    for (let r = 0; r < count; r++) {
      const weight = weights?.[r] ?? 1;
      total += weight;
      mean += weight * values[r * size + m]!;
      largest = Math.max(largest, Math.abs(values[r * size + m]!));
    }
    mean /= total;
    let square = weights ? 0 : (observed[m]! - mean) ** 2;
    for (let r = 0; r < count; r++) square += (weights?.[r] ?? 1) * (values[r * size + m]! - mean) ** 2;
    const sd = Math.sqrt(square / total);
    return sd > 1e-10 * Math.max(largest, Math.abs(observed[m]!)) ? [{ m, mean, sd }] : [];
  });
  const of = (at: (m: number) => number): number =>
    scaled.reduce((most, { m, mean, sd }) => Math.max(most, Math.abs(at(m) - mean) / sd), 0);
  const own = of((m) => observed[m]!);
  const others = Float64Array.from({ length: count }, (_, r) => of((m) => values[r * size + m]!));
  const top = others.reduce((a, b) => Math.max(a, b), weights ? 0 : own);
  let [total, reached, atTop] = [0, 0, 0];
  for (let r = 0; r < count; r++) {
    const weight = weights?.[r] ?? 1;
    total += weight;
    if (others[r]! >= own - TIE) reached += weight;
    if (others[r]! >= top - TIE) atTop += weight;
  }
  if (weights) return { p: Math.min(1, reached / total), least: Math.min(1, atTop / total), statistic: own };
  const p = (1 + reached) / (1 + count);
  return { p, least: 1 / (1 + count), statistic: own, mcse: shareError(p, 1 + count) };
}
