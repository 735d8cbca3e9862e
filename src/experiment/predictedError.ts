import type { Contrast } from "../../estimators/Inquiry.ts";
import { intervalWithheld } from "../../estimators/interval/intervalWithheld.ts";
import { expectedVariance } from "../../estimators/variance/expectedVariance.ts";
import { normalQuantile } from "../core/numbers/normal.ts";
import { conditionIndex } from "../probability/lookup.ts";
import type { ExposureProbabilities } from "../probability/PairProbabilities.ts";

/** What can be expected of an estimate before there are outcomes, in units of their standard deviation between agents. */
export interface PredictedError {
  /** Standard error. */
  readonly se: number;
  /** The smallest effect that a two-sided test at 5 % finds in 80 % of such experiments. */
  readonly detectable: number;
}

/** Why nothing can be expected: the error of an estimate would hang on agents who are hardly ever in a condition. */
interface Unpredicted {
  readonly because: string;
}

/** Φ⁻¹(0.975) + Φ⁻¹(0.8) = 2.80: how many standard errors an effect has to be. */
export const DETECTABLE: number = normalQuantile(0.975) + normalQuantile(0.8);

/**
 * The standard error that the design lets one expect of a Hájek estimate, under the plainest outcome model: outcomes vary
 * between agents with standard deviation 1, independently, and effects are the same for all ({@link expectedVariance}). Where
 * clusters are treated and outcomes are alike within them, the error is larger. Where agents are hardly ever in a condition the mean error over all
 * assignments is that of the few in which one of them is seen, which no experiment is likely to be: then there is no figure, but the reason.
 *
 * @param population agents that the contrast is about, at least one
 * @param worlds number of independent worlds whose estimates are averaged
 */
export function predictedError(
  probabilities: ExposureProbabilities,
  { first, second }: Pick<Contrast, "first" | "second">,
  population: readonly number[],
  worlds: number,
): PredictedError | Unpredicted {
  const levels = [
    conditionIndex(probabilities.conditions, first),
    conditionIndex(probabilities.conditions, second),
  ] as const;
  const setting = { probabilities, levels, population };
  const withheld = intervalWithheld(setting, worlds);
  if (withheld?.rare) return { because: withheld.because };
  const se = Math.sqrt(expectedVariance(setting) / worlds);
  return { se, detectable: DETECTABLE * se };
}
