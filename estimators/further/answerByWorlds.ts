import { scaledRow, scaledWorld } from "../contrast/scaledWorld.ts";
import { soundRow } from "../contrast/soundRow.ts";
import type { ExperimentData, WorldData } from "../ExperimentData.ts";
import { averageAnswers } from "./averageAnswers.ts";
import type { FurtherRow } from "./furtherHead.ts";

/**
 * The answer from each world by itself, averaged: assignments are drawn independently for each world, so the variance of the
 * mean is Σ V/W². Outcomes too large or too small to be squared are scaled first, and the answer is scaled back.
 *
 * @param answerOf the answer from one world; `unit` is what its outcomes were divided by, 1 almost always
 */
export function answerByWorlds(
  { worlds, confidence }: ExperimentData,
  answerOf: (world: WorldData, unit: number) => FurtherRow,
): FurtherRow {
  const rows = worlds.map((given): FurtherRow => {
    const { world, scale } = scaledWorld(given);
    return soundRow(scaledRow(answerOf(world, scale * scale), scale));
  });
  return rows.length === 1 ? rows[0]! : averageAnswers(rows, confidence);
}
