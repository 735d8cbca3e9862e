// Neyman (1923), "On the application of probability theory to agricultural experiments", section 9 of the 1990 translation.
import { mean, sampleVariance } from "simple-statistics";
import { z } from "zod";
import { withoutMean } from "./contrast/centredOutcomes.ts";
import { contrastData } from "./contrast/contrastData.ts";
import { emptyPopulation } from "./contrast/emptyPopulation.ts";
import { NO_VARIATION } from "./contrast/weightedContrast.ts";
import { withClusterErrors } from "./contrast/withClusterErrors.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import { waldInterval } from "./interval/waldInterval.ts";

export type DifferenceInMeansSettings = Readonly<Record<string, never>>;

/**
 * The plain difference of the mean outcomes of the agents observed in the two conditions, as if all agents had the same
 * probabilities and did not influence each other (SUTVA). Shown for comparison: under interference, or when probabilities
 * differ between agents (hubs have treated neighbours more often), it estimates something else. Its standard
 * error is Neyman's for independent agents, with Welch's degrees of freedom, and too small when clusters are treated whole.
 */
export const differenceInMeans: EstimatorKind<DifferenceInMeansSettings> = defineEstimator({
  kind: "difference-in-means",
  summary: "plain difference of observed means; naive, for comparison",
  settings: z.strictObject({}),
  assumes: ["equal-probabilities", "no-interference"],
  cite: "Neyman, J. (1923, translated 1990). On the application of probability theory to agricultural experiments. Statistical Science 5.",
  naive: true,
  estimate(_, data, contrast) {
    const { head, population, seen } = contrastData(data, contrast);
    const row = { ...head, estimator: "difference-in-means", claim: "association", naive: true } as const;
    if (population.length === 0)
      return {
        ...row,
        warnings: [],
        because: emptyPopulation(data, contrast),
      };
    const empty = [contrast.first, contrast.second].filter((_, a) => seen[a as 0 | 1].length === 0);
    if (empty.length > 0) return { ...row, because: `no agent is in condition ${empty.join(" nor in ")}` };
    // Centred, as means of numbers far from 0 lose digits.
    const { centred, distance } = withoutMean(data.outcome, seen.flat());
    const outcome = distance > 1e6 ? centred : data.outcome;
    const [first, second] = seen.map((agents) => agents.map((i) => outcome[i]!));
    const estimate = mean(first!) - mean(second!);
    const found = { ...row, estimate, confidence: data.confidence };
    if (first!.length < 2 || second!.length < 2)
      return { ...found, withheld: "a standard error needs two agents in each condition" };
    if (data.errorClusters !== undefined) {
      const contributions = new Float64Array(outcome.length);
      seen.forEach((agents, a) => {
        const average = mean(a === 0 ? first! : second!);
        for (const i of agents)
          contributions[i] = ((a === 0 ? 1 : -1) * (outcome[i]! - average)) / agents.length;
      });
      return withClusterErrors(found, {
        contributions,
        errorClusters: data.errorClusters,
        seen,
      });
    }
    const share = [first!, second!].map((y) => sampleVariance(y) / y.length);
    const variance = share[0]! + share[1]!;
    const scale = seen.flat().reduce((most, i) => Math.max(most, Math.abs(data.outcome[i]!)), 0);
    if (variance <= (1e-12 * scale) ** 2) return { ...found, withheld: NO_VARIATION };
    // Welch (1947).
    const df = variance ** 2 / (share[0]! ** 2 / (first!.length - 1) + share[1]! ** 2 / (second!.length - 1));
    return {
      ...found,
      variance,
      se: Math.sqrt(variance),
      varianceMethod: "neyman",
      ...waldInterval(estimate, variance, df, data.confidence),
    };
  },
});
