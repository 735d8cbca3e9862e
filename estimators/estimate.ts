import type { EstimateRequest } from "./contrast/experimentData.ts";
import type { EstimateRow } from "./Estimator.ts";
import { inquire } from "./inquire.ts";

/**
 * Estimates every contrast with every estimator: one row each, in the order of the contrasts, then of the estimators.
 * Where outcomes of
 * a contrast are missing, rows that bound it follow ({@link missingBounds}). With several worlds, a row averages the worlds' estimates; worlds are independent, so its variance is Σ V/W². Simulated
 * probabilities whose number of draws was left open (`draws: "auto"`) get as many as the estimates need.
 *
 * @throws SpillwayError when plan, probabilities and outcomes are not about the same agents, when an agent is in an arm
 * or condition that the design gives probability 0, and for unknown conditions.
 */
export function estimate({ contrasts, ...request }: EstimateRequest): EstimateRow[] {
  const inquiries = Object.entries(contrasts).map(([name, [first, second]]) => ({ name, first, second }));
  // An inquiry without a kind is a contrast, and so is its row.
  return inquire({ ...request, inquiries }).filter((row): row is EstimateRow => !("kind" in row));
}
