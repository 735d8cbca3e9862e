import type { Law } from "../../../designs/Design.ts";
import { shuffle } from "../../core/numbers/shuffle.ts";
import type { Rng } from "../../core/rng.ts";

/** Arms by world, then by agent; −1 for an agent without a row. */
export type Arms = readonly Int16Array[];

const DRAWS = 1999;

/**
 * Redraws of the arms: by the law where it is known, else by exchange among the agents of a world, which is right for complete randomization of
 * agents and given the counts for independent coins; assignment by clusters or blocks needs the law.
 */
export function redraws(arms: Arms, law: Law | undefined): (rng: Rng) => Arms {
  if (law) return (rng) => arms.map((one, w) => masked(Int16Array.from(law.draw(rng.fork(w))), one));
  return (rng) =>
    arms.map((one, w) => {
      const known = [...one.keys()].filter((i) => one[i]! >= 0);
      const mixed = shuffle(
        rng.fork(w),
        Int16Array.from(known, (i) => one[i]!),
      );
      const drawn = Int16Array.from(one);
      known.forEach((i, k) => {
        drawn[i] = mixed[k]!;
      });
      return drawn;
    });
}

function masked(drawn: Int16Array, seen: Int16Array): Int16Array {
  return drawn.map((arm, i) => (seen[i]! < 0 ? -1 : arm));
}

/**
 * A randomization test (Fisher 1935): how often redrawn arms give a statistic as large as the arms that were seen, counted with these among
 * them, so that the test is exact for every number of draws. Cost: 2,000 times the statistic.
 */
export function redrawTest(
  seen: Arms,
  redraw: (rng: Rng) => Arms,
  rng: Rng,
  statistic: (arms: Arms) => number,
): number {
  const least = statistic(seen) * (1 - 1e-9);
  let reached = 1;
  for (let r = 0; r < DRAWS; r++) if (statistic(redraw(rng.fork(r))) >= least) reached++;
  return reached / (DRAWS + 1);
}

/** Share of the variance of a variable that groups explain, over all worlds; NaN of a variable is left out. 0 where it does not vary. */
export function explainedShare(values: readonly Float64Array[], groups: Arms): number {
  const sums = new Map<number, [sum: number, n: number]>();
  let n = 0;
  let total = 0;
  let squares = 0;
  for (const [w, world] of values.entries())
    for (let i = 0; i < world.length; i++) {
      const value = world[i]!;
      const group = groups[w]![i]!;
      if (group < 0 || Number.isNaN(value)) continue;
      const at = sums.get(group) ?? [0, 0];
      at[0] += value;
      at[1]++;
      sums.set(group, at);
      n++;
      total += value;
      squares += value * value;
    }
  const spread = n === 0 ? 0 : squares - (total * total) / n;
  if (!(spread > 1e-12 * squares)) return 0;
  let between = 0;
  for (const [sum, count] of sums.values()) between += (sum * sum) / count;
  return Math.max(0, (between - (total * total) / n) / spread);
}
