import type { EstimateRow, Figures, FurtherEstimate, NoAnswer } from "../Estimator.ts";
import type { Observed } from "../ExperimentData.ts";

/** Outcomes of this size and their fourth powers (of which degrees of freedom are made) are far from the ends of what numbers can hold. */
const [SMALL, LARGE] = [2 ** -200, 2 ** 200];

/** A world whose outcomes have a size that can be squared, and the power of two that they were divided by. */
interface ScaledWorld<World> {
  readonly world: World;
  readonly scale: number;
}

/**
 * Divides outcomes by a power of two where they are too large or too small to be squared. No digit changes, and {@link scaledRow} multiplies
 * the results again. Worlds of usual size stay as they are.
 */
export function scaledWorld<World extends Observed>(world: World): ScaledWorld<World> {
  const { outcome, observed } = world;
  const most = outcome.reduce((size, y, i) => (observed[i] ? Math.max(size, Math.abs(y)) : size), 0);
  if (most === 0 || (most >= SMALL && most <= LARGE)) return { world, scale: 1 };
  // In two steps, as 2^1074 is no number.
  const half = 2 ** Math.round(Math.log2(most) / 2);
  return { world: { ...world, outcome: outcome.map((y) => y / half / half) }, scale: half };
}

/** A row about a scaled world as one about the world itself. */
export function scaledRow<Row extends EstimateRow | FurtherEstimate | NoAnswer>(
  row: Row,
  scale: number,
): Row {
  if (scale === 1 || "because" in row) return row;
  const times = (x: number): number => x * scale * scale;
  const { estimate, variance, se, ci, mcse }: Figures = row;
  return {
    ...row,
    estimate: times(estimate),
    ...(variance === undefined ? {} : { variance: times(times(variance)) }),
    ...(se === undefined ? {} : { se: times(se) }),
    ...(ci === undefined ? {} : { ci: [times(ci[0]), times(ci[1])] as const }),
    ...(mcse === undefined ? {} : { mcse: times(mcse) }),
  };
}
