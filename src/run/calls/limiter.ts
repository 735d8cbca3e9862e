import type { CallLine } from "../../log/Turn.ts";
import type { Alarm } from "../Alarm.ts";
import type { Clock } from "../Clock.ts";
import type { SettledRun } from "../runSettings.ts";
import type { Budget } from "./budget.ts";
import { type CallBound, chargedFor } from "./charge.ts";
import type { Halt } from "./halt.ts";
import { rateWindow, type Taken } from "./rateWindow.ts";

/** Permission to make one call. */
export interface Pass {
  /** Upper bound on its tokens, where one is known. */
  readonly bound?: number;
  /** What it took from the tokens of the minute. */
  readonly taken?: Taken;
}

/** How a call ended, as far as the next calls are concerned. */
interface Left {
  /** Whether the other side says that it is busy: then fewer calls are made at a time. What broke by itself holds nobody else. */
  readonly busy: boolean;
  /** When the call began, in milliseconds of the clock. */
  readonly start: number;
  readonly call?: CallLine | undefined;
  /** Milliseconds for which the other side wants no calls. */
  readonly retryAfter?: number | undefined;
}

/** Lets calls through, as many and as fast as they may go. */
export interface Limiter {
  /**
   * Asks for a call: a pass at once, or one to come; none any more when the run ends.
   *
   * @param bound on its tokens.
   * @param parts the same in parts, where it is known.
   */
  enter(bound?: number, parts?: CallBound): Pass | undefined | Promise<Pass | undefined>;
  /** Gives a pass back. */
  leave(pass: Pass, left: Left): void;
  /** A call ended at once and well. */
  leaveAtOnce(pass: Pass): void;
  /** Milliseconds until calls may be made again, where all of them wait because the other side said so. */
  pause(): number;
}

interface LimiterOptions {
  readonly settings: SettledRun;
  readonly budget: Budget;
  readonly halt: Halt;
  readonly clock: Clock;
  readonly alarm: Alarm;
}

const PLAIN: Pass = Object.freeze({});

/**
 * Limits on calls: how many are open, requests and tokens of any minute, and the budget. When the other side is busy,
 * half as many may be open as before, down to one (once for all the calls that were open then); each call that goes
 * through gives a part of one back (additive increase, multiplicative decrease: Chiu and Jain 1989). A wait that the
 * other side asks for holds for all calls, however long it is. Calls that wait go through in the order in which they came.
 *
 * Where nothing holds a call back, it costs a few comparisons and no memory.
 */
export function limiter({ settings, budget, halt, clock, alarm }: LimiterOptions): Limiter {
  const infinite = Number.POSITIVE_INFINITY;
  const requests = settings.requests === infinite ? undefined : rateWindow(settings.requests);
  const tokens = settings.tokens === infinite ? undefined : rateWindow(settings.tokens);
  const queue: { readonly bound: number | undefined; go(pass: Pass | undefined): void }[] = [];
  let open = 0;
  let most = settings.open;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let narrowedAt = Number.NEGATIVE_INFINITY;
  let tokensSeen = 0;
  let callsSeen = 0;
  let cancel: (() => void) | undefined;

  /** A pass, or how long to wait for one: until a call ends when that is infinite. */
  const tryPass = (bound: number | undefined): Pass | number => {
    if (open >= Math.floor(most)) return infinite;
    const verdict = budget.mayCall(open, bound);
    if (verdict === "later") return infinite;
    if (verdict !== "yes") {
      halt.call({ kind: "budget", because: verdict.because });
      return infinite;
    }
    let taken: Taken | undefined;
    if (requests || tokens || pausedUntil !== Number.NEGATIVE_INFINITY) {
      const now = clock.elapsed();
      // Where no bound is known, a call is expected to use what calls used so far, on average.
      const expected = bound ?? (callsSeen === 0 ? 0 : tokensSeen / callsSeen);
      const wait = Math.max(pausedUntil - now, requests?.wait(1, now) ?? 0, tokens?.wait(expected, now) ?? 0);
      if (wait > 0) return wait;
      pausedUntil = Number.NEGATIVE_INFINITY;
      requests?.take(1, now);
      taken = tokens?.take(expected, now);
    }
    open++;
    budget.begin(bound);
    if (bound === undefined && taken === undefined) return PLAIN;
    return { ...(bound === undefined ? {} : { bound }), ...(taken ? { taken } : {}) };
  };
  const pump = (): void => {
    cancel?.();
    cancel = undefined;
    while (queue.length > 0) {
      const pass = tryPass(queue[0]!.bound);
      if (typeof pass !== "number") queue.shift()!.go(pass);
      else {
        if (pass !== infinite && queue.length > 0) cancel = alarm(pass, pump);
        return;
      }
    }
  };
  halt.whenCalled(() => {
    cancel?.();
    cancel = undefined;
    for (const { go } of queue.splice(0)) go(undefined);
  });
  return {
    enter(bound) {
      if (halt.reason) return undefined;
      if (queue.length === 0) {
        const pass = tryPass(bound);
        if (typeof pass !== "number") return pass;
        if (halt.reason) return undefined;
      }
      return new Promise((resolve) => {
        queue.push({ bound, go: resolve });
        if (queue.length === 1) pump();
      });
    },
    leave(pass, { busy, start, call, retryAfter }) {
      open--;
      const { input, output } = chargedFor(call);
      const used = input + output;
      budget.end(pass.bound, call);
      if (call?.usage ?? call?.atMost) {
        tokensSeen += used;
        callsSeen++;
        if (pass.taken) tokens?.settle(pass.taken, used);
      }
      const now = clock.elapsed();
      if (busy && start > narrowedAt) {
        most = Math.max(1, Math.floor(most / 2));
        narrowedAt = now;
      } else if (!busy && most < settings.open) most = Math.min(settings.open, most + 1 / most);
      if (retryAfter !== undefined && retryAfter >= 0 && retryAfter < infinite)
        pausedUntil = Math.max(pausedUntil, now + retryAfter);
      if (queue.length > 0) pump();
    },
    leaveAtOnce(pass) {
      open--;
      budget.end(pass.bound, undefined);
      if (queue.length > 0) pump();
    },
    pause: () => (pausedUntil === Number.NEGATIVE_INFINITY ? 0 : Math.max(0, pausedUntil - clock.elapsed())),
  };
}
