import type { Population } from "./Population.ts";

/**
 * Whether turns of these agents draw chance, so that two replays of a world may differ: as the population says, else by
 * its setting `noise`.
 */
export function drawsChance({ chance, params }: Population): boolean {
  return chance ?? (params.noise !== undefined && params.noise !== 0);
}
