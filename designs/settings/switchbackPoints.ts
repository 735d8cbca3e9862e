import { SpillwayError } from "../../src/core/SpillwayError.ts";

/** When coins are tossed anew, said in one of three ways; each period by default. */
export interface WhenToToss {
  readonly points?: readonly number[] | undefined;
  readonly every?: number | undefined;
  readonly minimax?: number | undefined;
}

/**
 * The periods in which a switchback design tosses its coins anew, from 1: as listed, every so many periods, or the points
 * that are minimax optimal for a carry-over of m periods, {1, 2m + 1, 3m + 1, …, (k − 2)m + 1} with k m periods, k ≥ 4
 * (Bojinov, Simchi-Levi and Zhao 2023).
 *
 * @throws SpillwayError when the points do not fit the periods.
 */
export function switchbackPoints({ points, every, minimax }: WhenToToss, periods: number): number[] {
  if (points) {
    if (points.at(-1)! > periods)
      throw new SpillwayError(
        `switchback: points must be periods of the network, from 1 to ${periods}, got ${points.at(-1)}`,
      );
    return [...points];
  }
  if (minimax === undefined) {
    const step = every ?? 1;
    return Array.from({ length: Math.ceil(periods / step) }, (_, k) => k * step + 1);
  }
  const k = periods / minimax;
  if (!Number.isInteger(k) || k < 4) {
    const near = minimax * Math.max(4, Math.round(k));
    throw new SpillwayError(
      `switchback: minimax points for a carry-over of ${minimax} need ${minimax} × k periods with k of at least 4, got ${periods}: take ${near} periods, or list points`,
    );
  }
  return [1, ...Array.from({ length: k - 3 }, (_, j) => (j + 2) * minimax + 1)];
}
