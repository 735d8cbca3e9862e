/** Relative error of a number against the one that was wanted. */
export function relative(got: number, wanted: number): number {
  return Math.abs(got - wanted) / Math.abs(wanted);
}
