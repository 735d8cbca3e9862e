import type { Rng } from "../../core/rng.ts";

const FIRST = 2000;
const LONGEST = 60_000;
/** Where the calls of others go well, so that only this one is broken. */
const SOON = 50;
/** Failures after which it may be the other side after all. */
const SOON_TIMES = 3;

/**
 * Milliseconds to wait before a call is made again: 2 seconds after the first failure, twice as long after each further one,
 * a minute at most, times a random number between 0.75 and 1.25, so that calls that failed together do not come back
 * together. With the defaults a turn gives up after a minute or so of trying. Where the calls of others go well, this call was broken, and not the other side:
 * then it is 50, 100 and 200 milliseconds, and after that 1, 4, 16 … seconds.
 *
 * @param failures how often the call has failed, from 1.
 * @param rng a stream for this wait alone.
 * @param soon whether the calls of others go well.
 */
export function backOff(failures: number, rng: Pick<Rng, "uniform">, soon = false): number {
  const wait = soon ? waitSoon(failures) : FIRST * 2 ** (failures - 1);
  return Math.min(LONGEST, wait) * (0.75 + rng.uniform() / 2);
}

const waitSoon = (failures: number): number =>
  failures <= SOON_TIMES ? SOON * 2 ** (failures - 1) : 1000 * 4 ** (failures - SOON_TIMES - 1);
