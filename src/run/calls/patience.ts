import type { Attempt, Turn } from "../../log/Turn.ts";
import type { Alarm } from "../Alarm.ts";
import type { Clock } from "../Clock.ts";
import { backOff } from "./backOff.ts";
import type { Halt } from "./halt.ts";

/** What went wrong last, and what will come of it. */
export interface Trouble {
  /** Why the last call that brought no answer did not. */
  readonly because: string;
  /** How many calls of this sitting failed for the same reason. */
  readonly times: number;
  /** Milliseconds until a call is made again, at the latest; absent where that is not known. */
  readonly again?: number;
  /** Milliseconds until the run stops if nobody answers; absent once somebody has answered since. */
  readonly stopsIn?: number;
}

/** Watches whether anybody answers. */
export interface Patience {
  take(line: Turn | Attempt): void;
  /** Absent while nothing went wrong in this sitting. */
  trouble(): Trouble | undefined;
  /** The run is over: nothing is watched any more. */
  end(): void;
}

interface PatienceOptions {
  /** How long nobody may answer, above 0. */
  readonly seconds: number;
  readonly halt: Halt;
  readonly clock: Clock;
  readonly alarm: Alarm;
  /** Milliseconds for which all calls wait because the other side said so. */
  readonly pause: () => number;
}

/** Reasons that are counted apart; those of an endless list are not. */
const REASONS = 1000;
/** The least lucky of the random factors of a wait. */
const LATEST = { uniform: () => 1 };

/**
 * Stops a run in which nobody answers. The time runs from the first call that failed after the last answer, and again from the
 * end of a wait that the other side asked for; any answer ends it, one that cannot be used too.
 */
export function patience({ seconds, halt, clock, alarm, pause }: PatienceOptions): Patience {
  const counts = new Map<string, number>();
  let last: { readonly because: string; readonly retryBy?: number } | undefined;
  const unheard = new Set<string>();
  let failed = 0;
  let until: number | undefined;
  let cancel: (() => void) | undefined;

  const calm = (): void => {
    cancel?.();
    cancel = undefined;
    until = undefined;
    failed = 0;
  };
  const wait = (ms: number): void => {
    until = clock.elapsed() + ms;
    cancel = alarm(ms, () => {
      cancel = undefined;
      const asked = pause();
      if (asked > 0) wait(asked + seconds * 1000);
      else
        halt.call({
          kind: "stop",
          because: `nobody answered for ${seconds} seconds (run.patience), and ${failed} calls failed, the last because: ${last?.because}`,
        });
    });
  };
  return {
    take(line) {
      const silent =
        line.type === "attempt"
          ? line.kind === "wait" || line.kind === "timeout"
          : line.status === "timeout" || (line.status === "failed" && unheard.has(line.callId));
      // A turn that fails after an answer that could not be used was not met with silence.
      if (line.type === "attempt" && silent) unheard.add(line.callId);
      else unheard.delete(line.callId);
      // An agent that failed at once, of its own, is neither silent nor an answer.
      const own = line.type === "turn" && line.status === "failed" && !silent;
      const { because } = line;
      if (because !== undefined) {
        if (counts.size < REASONS || counts.has(because)) counts.set(because, (counts.get(because) ?? 0) + 1);
        const tried = line.type === "attempt" && silent ? line.attempt : undefined;
        last = {
          because,
          ...(tried === undefined ? {} : { retryBy: clock.elapsed() + backOff(tried, LATEST) }),
        };
      }
      if (!silent && !own) calm();
      else if (silent) {
        failed++;
        if (!cancel && !halt.reason) wait(seconds * 1000);
      }
    },
    trouble() {
      if (!last) return undefined;
      const { because, retryBy } = last;
      const now = clock.elapsed();
      const again = Math.max(pause(), (retryBy ?? now) - now);
      return {
        because,
        times: counts.get(because) ?? 1,
        ...(again > 0 ? { again } : {}),
        ...(until === undefined ? {} : { stopsIn: Math.max(0, until - now) }),
      };
    },
    end: calm,
  };
}
