import type { Clock } from "./Clock.ts";

/** The clock of the machine, for programs to pass in; nothing in the library reads it by itself. */
export const systemClock: Clock = {
  elapsed: () => performance.now(),
  time: () => new Date().toISOString(),
};
