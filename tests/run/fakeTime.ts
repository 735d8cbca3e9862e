import type { Alarm } from "../../src/run/Alarm.ts";
import type { Clock } from "../../src/run/Clock.ts";

/** Time that passes when nothing else can happen: the clock jumps to the next alarm once all promises have settled. */
export interface FakeTime {
  readonly clock: Clock;
  readonly alarm: Alarm;
  /** Alarms that have not rung. */
  pending(): number;
}

/** Starts at 0, and runs by itself. Alarms for the same moment ring in the order in which they were set. */
export function fakeTime(): FakeTime {
  let now = 0;
  let set: { readonly at: number; readonly ring: () => void }[] = [];
  let ticking = false;
  const tick = (): void => {
    setImmediate(() => {
      const next = set.reduce<(typeof set)[number] | undefined>(
        (first, one) => (first && first.at <= one.at ? first : one),
        undefined,
      );
      ticking = next !== undefined;
      if (!next) return;
      set = set.filter((one) => one !== next);
      now = Math.max(now, next.at);
      next.ring();
      tick();
    });
  };
  return {
    clock: { elapsed: () => now, time: () => new Date(now).toISOString() },
    alarm(ms, ring) {
      const one = { at: now + Math.max(0, ms), ring };
      set.push(one);
      if (!ticking) {
        ticking = true;
        tick();
      }
      return () => {
        set = set.filter((other) => other !== one);
      };
    },
    pending: () => set.length,
  };
}
