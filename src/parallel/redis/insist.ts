import { systemClock } from "../../run/systemClock.ts";

/** Milliseconds between two tries at first; twice as long each time, up to a second. */
const FIRST = 50;
const LONGEST = 1000;
/** Milliseconds for which a server may be unable before that is an error. */
const PATIENCE = 4000;

/**
 * What a server says when it cannot do something for now: its memory is full, it only reads, it is loading its data, it is busy with a script, or it has not
 * answered in time. Nothing was done then, so the same command may be given again.
 */
const FOR_NOW =
  /^(OOM|READONLY|LOADING|BUSY|TRYAGAIN|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|MISCONF|UNBLOCKED|EXECABORT)\b|command timed out/i;

/** Whether the server may be able to do later what it could not do now. */
export function isForNow(cause: unknown): cause is Error {
  return cause instanceof Error && FOR_NOW.test(cause.message);
}

/**
 * Does something on a server, again and again for four seconds while the server says that it cannot for now.
 *
 * @param work whose repetition does no harm.
 * @throws what the work throws: at once for any other error, and the last one when the time is up.
 */
export async function insist<Result>(work: () => Promise<Result>): Promise<Result> {
  const until = systemClock.elapsed() + PATIENCE;
  for (let wait = FIRST; ; wait = Math.min(LONGEST, 2 * wait)) {
    try {
      return await work();
    } catch (cause) {
      if (!isForNow(cause) || systemClock.elapsed() + wait > until) throw cause;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
