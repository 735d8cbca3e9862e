import type { Rng } from "../../core/rng.ts";

const FIRST = 2000;
const LONGEST = 60_000;

/**
 * Milliseconds to wait before a call is made again: 2 seconds after the first failure, twice as long after each further one,
 * a minute at most, times a random number between 0.75 and 1.25, so that calls that failed together do not come back
 * together. With the defaults a turn gives up after a minute or so of trying.
 *
 * @param failures how often the call has failed, from 1.
 * @param rng a stream for this wait alone.
 */
export function backOff(failures: number, rng: Pick<Rng, "uniform">): number {
  return Math.min(LONGEST, FIRST * 2 ** (failures - 1)) * (0.75 + rng.uniform() / 2);
}
