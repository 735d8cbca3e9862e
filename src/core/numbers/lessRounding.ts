/** What ten thousand additions may err by, as a share of the numbers added: far above the rounding of one, and far below what an experiment can see. */
const ROUNDING = 1e-12;

/** A difference, or the spread of differences, without rounding: 0 where it is no more than what the numbers that it comes from are rounded by. */
export function lessRounding(difference: number, scale: number): number {
  return Math.abs(difference) <= ROUNDING * scale ? 0 : difference;
}
