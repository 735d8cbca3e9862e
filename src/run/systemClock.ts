import type { Clock } from "./Clock.ts";

let last = Number.NaN;
let text = "";

/** The clock of the machine, for programs to pass in; nothing in the library reads it by itself. */
export const systemClock: Clock = {
  elapsed: () => performance.now(),
  time() {
    const now = Date.now();
    // Hundreds of turns may end in one millisecond, and writing a date costs as much as half a turn.
    if (now !== last) {
      last = now;
      text = new Date(now).toISOString();
    }
    return text;
  },
};
