/** The length of the window in milliseconds. */
const MINUTE = 60_000;

/** An amount that was taken, to be put right when it is known. */
export interface Taken {
  readonly at: number;
  amount: number;
  /** Whether it has left the window. */
  gone: boolean;
}

/** An upper bound on what is taken within any minute. */
interface RateWindow {
  /** Milliseconds until so much may be taken; 0 when it may now. More than the whole limit may be taken when nothing else was. */
  wait(amount: number, now: number): number;
  take(amount: number, now: number): Taken;
  /** Puts the amount right. */
  settle(taken: Taken, amount: number): void;
}

/**
 * A window of a minute that slides: never more than `limit` in any 60 seconds, wherever they begin. A bucket that fills
 * up again all the time would let twice as much through in its first minute. Memory: one entry for each call of the
 * last minute.
 */
export function rateWindow(limit: number): RateWindow {
  let entries: Taken[] = [];
  let first = 0;
  let total = 0;
  const forget = (now: number): void => {
    for (; first < entries.length && entries[first]!.at + MINUTE <= now; first++) {
      total -= entries[first]!.amount;
      entries[first]!.gone = true;
    }
    if (first > 1000 && first * 2 > entries.length) {
      entries = entries.slice(first);
      first = 0;
    }
  };
  return {
    wait(amount, now) {
      forget(now);
      let left = total;
      for (let k = first; ; k++) {
        if (k === entries.length || left + amount <= limit)
          return k === first ? 0 : entries[k - 1]!.at + MINUTE - now;
        left -= entries[k]!.amount;
      }
    },
    take(amount, now) {
      const taken = { at: now, amount, gone: false };
      entries.push(taken);
      total += amount;
      return taken;
    },
    settle(taken, amount) {
      if (!taken.gone) total += amount - taken.amount;
      taken.amount = amount;
    },
  };
}
