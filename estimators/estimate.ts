import { answer } from "./answer.ts";
import { type EstimateRequest, withExperimentData } from "./contrast/experimentData.ts";
import type { EstimateRow } from "./Estimator.ts";

/**
 * Estimates every contrast with every estimator: one row each, in the order of the contrasts, then of the estimators.
 * With several worlds, a row averages the worlds' estimates; worlds are independent, so its variance is Σ V/W². Simulated
 * probabilities whose number of draws was left open (`draws: "auto"`) get as many as the estimates need.
 *
 * @throws SpillwayError when plan, probabilities and outcomes are not about the same agents, when an agent is in an arm
 * or condition that the design gives probability 0, and for unknown conditions.
 */
export function estimate(request: EstimateRequest): EstimateRow[] {
  const { contrasts, estimators } = request;
  const asked = Object.entries(contrasts).map(([name, [first, second]]) => ({ name, first, second }));
  return withExperimentData(request, (data) =>
    asked.flatMap((contrast) => estimators.map((estimator) => answer(estimator, data, contrast))),
  );
}
