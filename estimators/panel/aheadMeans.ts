import type { Panel } from "./Panel.ts";
import type { RolloutStages } from "./rolloutStages.ts";
import { type StageMeans, stageMeans } from "./stageMeans.ts";

/** What effects still grow from one half of a stage to the next, in parts of what they grew between the halves seen: the deficit falls to a third. */
const FURTHER = 0.5;

/**
 * Mean outcomes of stages as they would be at the end of a growth that their halves show: the second half, and half as much again as it differs
 * from the first. For effects that are complete when their stage begins this has the same expectation as the stage's mean and a larger error; where what is missing of
 * them falls to a third from one half of a stage to the next, it is where they end.
 *
 * @returns undefined where a stage has a single period, or agents are not seen in both halves
 */
export function aheadMeans(
  panel: Panel,
  { starts, stage }: RolloutStages,
  baseline: readonly number[],
  whole: StageMeans,
): StageMeans | undefined {
  if (starts.slice(1, -1).some((from, k) => starts[k + 2]! - from < 2)) return undefined;
  const half = (late: boolean): StageMeans =>
    stageMeans(
      panel,
      { starts, stage: stage.map((k, t) => (k === 0 || inSecondHalf(starts, k, t) === late ? k : OUTSIDE)) },
      baseline,
    );
  const [early, late] = [half(false), half(true)];
  const among = whole.among.map((one, i) => one & early.among[i]! & late.among[i]!);
  const size = among.reduce((all, one) => all + one, 0);
  if (size === 0) return undefined;
  return {
    among,
    size,
    values: late.values.map((column, k) =>
      column.map((y, i) => (among[i] === 0 ? 0 : y + FURTHER * (y - early.values[k]![i]!))),
    ),
  };
}

/** Whether a period is in the second half of its stage, the middle of an odd number with it. */
export function inSecondHalf(starts: readonly number[], k: number, t: number): boolean {
  return t >= starts[k]! + Math.floor((starts[k + 1]! - starts[k]!) / 2);
}

/** The number of no stage. */
const OUTSIDE = 255;
