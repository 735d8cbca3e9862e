import { averageWorlds } from "../contrast/averageWorlds.ts";
import { contrastData } from "../contrast/contrastData.ts";
import { soundRow } from "../contrast/soundRow.ts";
import type { EstimateRow } from "../Estimator.ts";
import type { ExperimentData } from "../ExperimentData.ts";
import type { Contrast } from "../Inquiry.ts";
import { missingBounds, type OutcomeRange } from "./missingBounds.ts";

/** Rows that bound a contrast, where outcomes of its agents are missing; none where all are known. */
export function boundRows(
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
