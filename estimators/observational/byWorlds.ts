import { averageWorlds } from "../contrast/averageWorlds.ts";
import { noContrast } from "../contrast/noContrast.ts";
import { scaledRow, scaledWorld } from "../contrast/scaledWorld.ts";
import { soundRow } from "../contrast/soundRow.ts";
import type { EstimateRow } from "../Estimator.ts";
import type { ExperimentData, WorldData } from "../ExperimentData.ts";
import type { Contrast } from "../Inquiry.ts";

/** The contrast from each world with all that is known of it, averaged; outcomes of odd sizes are scaled meanwhile. */
export function byWorlds(
  { worlds, confidence }: ExperimentData,
  rowOf: (world: WorldData) => EstimateRow,
): EstimateRow {
  const rows = worlds.map((given) => {
    const { world, scale } = scaledWorld(given);
    return soundRow(scaledRow(rowOf(world), scale));
  });
  return rows.length === 1 ? rows[0]! : averageWorlds(rows, confidence);
}

/** A row of an association without an estimate. */
export function noAssociation(
  name: string,
  world: WorldData,
  contrast: Contrast,
  because: string,
): EstimateRow {
  return {
    ...noContrast({ name, claim: "association", naive: false }, world, contrast),
    because: `${name}: ${because}`,
  };
}
