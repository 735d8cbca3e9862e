import type { WeightedMeans } from "../contrast/WeightedMeans.ts";
import type { Seen, VarianceSetting } from "../variance/PreparedVariance.ts";
import type { Schedule } from "./imputeOutcomes.ts";
import type { Redraws } from "./redraws.ts";

/** One redraw of the design: what the estimator would have said. The arrays are used again for the next redraw. */
interface Redraw {
  readonly estimate: number;
  /** Conditions, and the values that a variance would be made of. */
  readonly seen: Seen;
  /** Outcomes of everybody in the population, whatever its condition. */
  readonly outcome: Float64Array;
  /** Probability of the redraw, or 1 when redraws are equally likely. */
  readonly weight: number;
  /** Whether these values do not vary, so that no interval would be given. */
  readonly flat: boolean;
}

/**
 * Computes the estimator on each redraw of the design, with outcomes taken from a schedule. Redraws with fewer than two agents
 * in a condition are left out, as in the data, where no interval is given then.
 *
 * @returns how many were left out. Cost: O(redraws × population).
 */
export function eachRedraw(
  setting: VarianceSetting,
  means: Pick<WeightedMeans, "total" | "centred">,
  { count, conditions, weights }: Redraws,
  schedule: Schedule,
  visit: (redraw: Redraw) => void,
): number {
  const { probabilities, levels, population } = setting;
  const { marginals } = probabilities;
  const width = probabilities.conditions.length;
  const n = probabilities.network.n;
  const value = new Float64Array(n);
  const outcome = new Float64Array(n);
  const inverse = levels.map((level) =>
    Float64Array.from({ length: n }, (_, i) => 1 / marginals[i * width + level]!),
  );
  const outcomes = [schedule.first, schedule.second];
  let leftOut = 0;
  for (let r = 0; r < count; r++) {
    const condition = conditions.subarray(r * n, (r + 1) * n);
    const total = [0, 0];
    const weight = [0, 0];
    const seen = [0, 0];
    const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const i of population) {
      const a = condition[i] === levels[0] ? 0 : condition[i] === levels[1] ? 1 : 2;
      // What other conditions add is the same for everybody, so a deviation from their mean can stand for the outcome.
      const y = outcomes[a === 0 ? 0 : 1]![i]!;
      outcome[i] = y;
      if (a === 2) continue;
      const w = inverse[a]![i]!;
      value[i] = y;
      total[a]! += y * w;
      weight[a]! += w;
      seen[a]!++;
      if (y < low[a]!) low[a] = y;
      if (y > high[a]!) high[a] = y;
    }
    if (Math.min(seen[0]!, seen[1]!) < 2) {
      leftOut++;
      continue;
    }
    const mean = total.map(
      (sum, a) => sum / means.total({ outcome: sum, weight: weight[a]! }, population.length),
    );
    if (means.centred) {
      for (const i of population) {
        if (condition[i] === levels[0]) value[i]! -= mean[0]!;
        else if (condition[i] === levels[1]) value[i]! -= mean[1]!;
      }
    }
    visit({
      estimate: mean[0]! - mean[1]!,
      seen: { condition, value },
      outcome,
      weight: weights?.[r] ?? 1,
      flat: isFlat(low, high, means.centred),
    });
  }
  return leftOut;
}

/** Whether all values are the same in each condition (all 0, for an estimator that does not centre them). */
function isFlat(low: readonly number[], high: readonly number[], centred: boolean): boolean {
  const scale = 1e-12 * Math.max(...low.map(Math.abs), ...high.map(Math.abs));
  return centred ? high.every((h, a) => h - low[a]! <= scale) : scale === 0;
}
