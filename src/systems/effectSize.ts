// Hedges (1981), "Distribution theory for Glass's estimator of effect size and related estimators", Journal of Educational Statistics 6.
import { sum } from "../core/numbers/sum.ts";
import { present } from "../core/present.ts";

interface EffectSize {
  readonly g?: number;
  readonly unpairedSe?: number;
  readonly correlation?: number;
}

/**
 * Hedges' g as papers print it: the difference of means over the pooled standard deviation, × 1 − 3/(4N − 9) with N values in all, as if all were independent. Beside it
 * the standard error that this would have, and where both lists are of the same units their correlation. Absent where nothing varies or a list has fewer than two values.
 */
export function effectSize(first: readonly number[], second: readonly number[], paired = true): EffectSize {
  const [n, m] = [first.length, second.length];
  if (n < 2 || m < 2) return {};
  const means = [sum(first) / n, sum(second) / m] as const;
  const squares = [
    sum(first.map((one) => (one - means[0]) ** 2)),
    sum(second.map((one) => (one - means[1]) ** 2)),
  ] as const;
  const pooled = Math.sqrt((squares[0] + squares[1]) / (n + m - 2));
  if (!(pooled > 0)) return {};
  const common = paired ? sum(first.map((one, k) => (one - means[0]) * (second[k]! - means[1]))) : 0;
  return present({
    g: ((means[0] - means[1]) / pooled) * (1 - 3 / (4 * (n + m) - 9)),
    unpairedSe: Math.sqrt(squares[0] / (n - 1) / n + squares[1] / (m - 1) / m),
    correlation:
      paired && squares[0] > 0 && squares[1] > 0 ? common / Math.sqrt(squares[0] * squares[1]) : undefined,
  });
}
