import { compensatedSum } from "../../src/core/numbers/sum.ts";

/**
 * Mean and variance, under one structure of a mixture, of Σ_i first_i 1[i in the first condition] − second_i 1[i in the
 * second condition], for weights given for every agent.
 */
export type SumMoments = (first: Float64Array, second: Float64Array) => SumMoment;

export interface SumMoment {
  readonly mean: number;
  readonly variance: number;
}

/** A contrast whose potential outcomes are all known, under a mixture. */
export interface MixtureSchedule {
  /** Agents that the contrast is about: those with positive probability of both conditions under the mixture. */
  readonly population: readonly number[];
  /** Outcome of each agent in the first and in the second condition. */
  readonly outcomes: readonly [Float64Array, Float64Array];
  /** Probability of each agent to be in either condition under the mixture. */
  readonly chances: readonly [Float64Array, Float64Array];
}

export interface MixtureVariance extends SumMoment {
  /** Mean of the variances given the structure. */
  readonly within: number;
  /** Variance of the means given the structure. */
  readonly between: number;
}

/**
 * The variance of a Horvitz–Thompson contrast under a mixture of structures when every potential outcome is known, by the
 * law of total variance: Var τ̂ = E Var(τ̂ | structure) + Var E(τ̂ | structure). Given a structure the estimator is a
 * weighted sum of conditions, with weights y/(n π) that hold the probabilities of the whole mixture. Far cheaper than a
 * double sum over all pairs, since only pairs that are dependent under a structure count there.
 *
 * @param parts chance of each structure (they sum to 1) and its moments; gone through once
 * @returns the mean too, which is the effect when the chances are those of these parts. Cost: that of the moments.
 */
export function mixtureVariance(
  { population, outcomes, chances }: MixtureSchedule,
  parts: Iterable<{ readonly weight: number; readonly moments: SumMoments }>,
): MixtureVariance {
  const [first, second] = outcomes.map((outcome, a) => {
    const weights = new Float64Array(outcome.length);
    for (const i of population) weights[i] = outcome[i]! / (population.length * chances[a]![i]!);
    return weights;
  });
  const within = compensatedSum();
  const shift = compensatedSum();
  const squares = compensatedSum();
  let start: number | undefined;
  for (const { weight, moments } of parts) {
    const { mean, variance } = moments(first!, second!);
    start ??= mean;
    within.add(weight * variance);
    shift.add(weight * (mean - start));
    squares.add(weight * (mean - start) ** 2);
  }
  const between = Math.max(0, squares.value - shift.value ** 2);
  return {
    mean: (start ?? 0) + shift.value,
    variance: within.value + between,
    within: within.value,
    between,
  };
}
