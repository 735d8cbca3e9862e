import { SpillwayError } from "../../../core/SpillwayError.ts";

/** Hájek's contrast of two conditions: the difference of means weighted by 1/π, each divided by the sum of its weights. */
export function weightedGap({
  outcomes,
  condition,
  pair,
  chance,
}: {
  readonly outcomes: readonly number[];
  readonly condition: ArrayLike<number>;
  readonly pair: readonly [number, number];
  readonly chance: (agent: number, condition: number) => number;
}): number {
  const [first, second] = pair.map((c) => {
    let weight = 0;
    let total = 0;
    outcomes.forEach((y, i) => {
      if (condition[i] !== c) return;
      weight += 1 / chance(i, c);
      total += y / chance(i, c);
    });
    if (weight === 0) throw new SpillwayError("nobody is in one of the conditions");
    return total / weight;
  });
  return first! - second!;
}
