import { SpillwayError } from "../../../core/SpillwayError.ts";

/** Mean outcome of the treated minus that of the others: the naive comparison. Where one arm has nobody there is none. */
export function meanGap(arms: ArrayLike<number>, outcomes: ArrayLike<number>): number {
  const sums = [0, 0];
  const counts = [0, 0];
  for (let i = 0; i < outcomes.length; i++) {
    sums[arms[i]!]! += outcomes[i]!;
    counts[arms[i]!]!++;
  }
  if (counts[0] === 0 || counts[1] === 0) throw new SpillwayError("one arm has nobody");
  return sums[1]! / counts[1]! - sums[0]! / counts[0]!;
}
