import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import type { Alarm } from "./Alarm.ts";

/** Longer than this a timer of Node cannot wait: it would ring at once. About 25 days. */
const LONGEST = 2 ** 31 - 1;

/** The timer of the machine, for waits of any length. */
export const systemAlarm: Alarm = (ms, ring) => {
  if (typeof ring !== "function")
    throw new SpillwayError(`systemAlarm: wanted a function to call, got ${shown(ring)}`);
  let left = ms;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const step = Math.min(left, LONGEST);
    left -= step;
    timer = setTimeout(left > 0 ? wait : ring, step);
  };
  wait();
  return () => clearTimeout(timer);
};
