import { answer } from "./answer.ts";
import { averageWorlds } from "./contrast/averageWorlds.ts";
import { contrastData } from "./contrast/contrastData.ts";
import { type EstimateRequest, withExperimentData } from "./contrast/experimentData.ts";
import { soundRow } from "./contrast/soundRow.ts";
import type { EstimateRow } from "./Estimator.ts";
import type { ExperimentData } from "./ExperimentData.ts";
import type { Contrast } from "./Inquiry.ts";
import { missingBounds, type OutcomeRange } from "./missing/missingBounds.ts";

/**
 * Estimates every contrast with every estimator: one row each, in the order of the contrasts, then of the estimators.
 * Where outcomes of
 * a contrast are missing, rows that bound it follow ({@link missingBounds}). With several worlds, a row averages the worlds' estimates; worlds are independent, so its variance is Σ V/W². Simulated
 * probabilities whose number of draws was left open (`draws: "auto"`) get as many as the estimates need.
 *
 * @throws SpillwayError when plan, probabilities and outcomes are not about the same agents, when an agent is in an arm
 * or condition that the design gives probability 0, and for unknown conditions.
 */
export function estimate(request: EstimateRequest): EstimateRow[] {
  const { contrasts, estimators } = request;
  const asked = Object.entries(contrasts).map(([name, [first, second]]) => ({ name, first, second }));
  return withExperimentData(request, (data) =>
    asked.flatMap((contrast) => [
      ...estimators.map((estimator) => answer(estimator, data, contrast)),
      ...(estimators.every(({ naive }) => naive) ? [] : bounds(data, contrast, request.outcomeRange)),
    ]),
  );
}

/** Rows that bound a contrast, where outcomes of its agents are missing. */
function bounds(
  { worlds, confidence }: ExperimentData,
  contrast: Contrast,
  range: OutcomeRange | undefined,
): EstimateRow[] {
  if (!worlds.some((world) => contrastData(world, contrast).missing > 0)) return [];
  return missingBounds(worlds, contrast, range).map((boundOf) => {
    const rows = worlds.map((world) => soundRow(boundOf(world)));
    return rows.length === 1 ? rows[0]! : soundRow(averageWorlds(rows, confidence));
  });
}
