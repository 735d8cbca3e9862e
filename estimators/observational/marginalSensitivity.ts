import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";

/** What a weighted mean could be. */
export interface SensitivityBounds {
  readonly lower: number;
  /** With the propensities as they are. */
  readonly point: number;
  readonly upper: number;
}

/**
 * Bounds of a Hájek mean when the odds of being in the condition may be wrong by a factor of up to Λ because of unmeasured confounders: each weight
 * lies between 1 + (1/e − 1)/Λ and 1 + (1/e − 1) Λ, and extreme means have the large weights on one side of a threshold of the sorted outcomes. Tan (2006), "A distributional approach for causal inference using propensity scores", the marginal
 * sensitivity model; Zhao, Small and Bhattacharya (2019), "Sensitivity analysis for inverse probability weighting estimators via the percentile bootstrap". Cost: O(n log n).
 *
 * @param outcomes outcomes of those seen in the condition
 * @param propensities their probabilities of it, above 0 and at most 1
 * @param lambda Λ, at least 1; 1 is no confounding
 * @throws SpillwayError for empty or unequal lists, and numbers outside these ranges.
 */
export function marginalSensitivity(
  outcomes: readonly number[],
  propensities: readonly number[],
  lambda: number,
): SensitivityBounds {
  wantArgument("marginalSensitivity", "outcomes", outcomes);
  wantArgument("marginalSensitivity", "propensities", propensities);
  const n = outcomes.length;
  if (n === 0 || propensities.length !== n)
    throw new SpillwayError(
      `marginal sensitivity: wanted a propensity for each of at least one outcome, got ${n} outcomes and ${propensities.length} propensities`,
    );
  if (!(lambda >= 1 && Number.isFinite(lambda)))
    throw new SpillwayError(
      `marginal sensitivity: lambda must be a finite number of at least 1, got ${shown(lambda)}`,
    );
  const wrong = propensities.find((e) => !(e > 0 && e <= 1));
  if (wrong !== undefined)
    throw new SpillwayError(
      `marginal sensitivity: propensities must be above 0 and at most 1, got ${shown(wrong)}`,
    );
  const order = outcomes.map((_, i) => i).sort((a, b) => outcomes[a]! - outcomes[b]!);
  const odds = propensities.map((e) => 1 / e - 1);
  const meanWith = (weight: (i: number) => number): number => {
    let [total, whole] = [0, 0];
    for (const i of order) {
      total += weight(i) * outcomes[i]!;
      whole += weight(i);
    }
    return total / whole;
  };
  /** The largest mean, over thresholds, of outcomes times a sign. */
  const largest = (sign: 1 | -1): number => {
    const sorted = sign === 1 ? order : [...order].reverse();
    const [small, large] = [(i: number) => 1 + odds[i]! / lambda, (i: number) => 1 + odds[i]! * lambda];
    let total = sorted.reduce((sum, i) => sum + large(i) * sign * outcomes[i]!, 0);
    let whole = sorted.reduce((sum, i) => sum + large(i), 0);
    let best = total / whole;
    for (const i of sorted) {
      total += (small(i) - large(i)) * sign * outcomes[i]!;
      whole += small(i) - large(i);
      best = Math.max(best, total / whole);
    }
    return best;
  };
  return { lower: -largest(-1), point: meanWith((i) => 1 + odds[i]!), upper: largest(1) };
}
